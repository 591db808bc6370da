namespace Azsreg.Cloud;

/// <summary>A type as <c>GET …/providers/{namespace}</c> shows it.</summary>
/// <param name="Type">Without the namespace, such as <c>registrations/products</c>.</param>
/// <param name="ApiVersions">Newest first.</param>
/// <param name="Locations">Display names; empty for a type without locations.</param>
/// <param name="Capabilities">Such as <c>SupportsTags, SupportsLocation</c>.</param>
public sealed record ResourceTypeDescription(
    string Type, IReadOnlyList<string> ApiVersions, IReadOnlyList<string> Locations, string Capabilities = "None");
