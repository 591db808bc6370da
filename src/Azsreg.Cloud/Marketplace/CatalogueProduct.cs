namespace Azsreg.Cloud.Marketplace;

/// <summary>One product version as it lies in the store.</summary>
internal sealed record CatalogueProduct(
    string Name,
    string Kind,
    string Version,
    string? MinimumStampVersion,
    string Requirements,
    string SearchText,
    string Properties,
    string Details)
{
    /// <summary>The key names are compared, ordered and paged by.</summary>
    public string Key => KeyOf(Name);

    public static string KeyOf(string name) => name.ToLowerInvariant();
}
