namespace Azsreg.AzureClient;

/// <summary>A product on a stamp of which the stamp has a later version too.</summary>
/// <param name="Name"><c>default/{product}</c>.</param>
/// <param name="DisplayName">Its title.</param>
/// <param name="Version">Its version.</param>
/// <param name="NewestVersion">The version that stays.</param>
/// <param name="Bytes">Bytes of its files.</param>
public sealed record OldProduct(string Name, string? DisplayName = null, string? Version = null, string? NewestVersion = null, long? Bytes = null)
{
    /// <summary>The product's id.</summary>
    public string Id => Name[(Name.LastIndexOf('/') + 1)..];
}
