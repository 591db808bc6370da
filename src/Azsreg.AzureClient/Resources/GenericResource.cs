namespace Azsreg.AzureClient;

/// <summary>A resource of any type, as lists show it.</summary>
/// <param name="Id">The ARM id.</param>
/// <param name="Name">The name.</param>
/// <param name="Type">The whole type.</param>
/// <param name="Location">Where it is.</param>
public sealed record GenericResource(string Id, string Name, string Type, string? Location);
