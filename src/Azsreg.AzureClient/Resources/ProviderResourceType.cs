namespace Azsreg.AzureClient;

/// <summary>A type of a resource provider.</summary>
/// <param name="ResourceType">Such as <c>registrations</c>.</param>
/// <param name="Locations">Where it exists, by display name.</param>
/// <param name="ApiVersions">The versions it answers.</param>
public sealed record ProviderResourceType(string ResourceType, IReadOnlyList<string>? Locations, IReadOnlyList<string>? ApiVersions);
