namespace Azsreg.Cloud;

/// <summary>A location of this cloud.</summary>
/// <param name="Name">Its name, such as <c>westcentralus</c>.</param>
/// <param name="DisplayName">Its name for people, such as <c>West Central US</c>.</param>
/// <param name="GeographyGroup">The part of the world.</param>
/// <param name="PhysicalLocation">The place.</param>
/// <param name="Latitude">Degrees, as ARM writes them.</param>
/// <param name="Longitude">Degrees, as ARM writes them.</param>
/// <param name="Paired">The name of the region it is paired with; null for none.</param>
/// <param name="Recommended">True for a region ARM recommends for new resources.</param>
public sealed record AzureRegion(
    string Name, string DisplayName, string GeographyGroup, string PhysicalLocation, string Latitude, string Longitude, string? Paired,
    bool Recommended = true);
