namespace Azsreg.Cloud.Marketplace;

/// <summary>Which products a list holds; all where nothing is said.</summary>
internal sealed record ProductFilter
{
    /// <summary>Only products whose name, publisher or description contains each of these.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Only products of this kind.</summary>
    public string? Kind { get; init; }

    /// <summary>Only the product, or the versions of the family, with this key.</summary>
    public string? Name { get; init; }
}
