namespace Azsreg.AzureClient;

/// <summary>A resource of which only the properties count.</summary>
internal sealed record StampResource<T>(T Properties);
