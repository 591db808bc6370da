namespace Azsreg.AzureClient;

/// <summary>A location of a subscription.</summary>
/// <param name="Name">Such as <c>westcentralus</c>.</param>
/// <param name="DisplayName">Such as <c>West Central US</c>.</param>
public sealed record AzureLocation(string Name, string? DisplayName);
