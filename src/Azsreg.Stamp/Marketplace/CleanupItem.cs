namespace Azsreg.Stamp.Marketplace;

/// <summary>An item of which a later version is on the stamp.</summary>
/// <param name="Name"><c>default/{product}</c>.</param>
/// <param name="DisplayName">Its title.</param>
/// <param name="Version">Its version.</param>
/// <param name="NewestVersion">The version that stays.</param>
/// <param name="Bytes">Bytes of its files.</param>
internal sealed record CleanupItem(string Name, string? DisplayName, string Version, string NewestVersion, long Bytes);
