namespace Azsreg.Protocol;

/// <summary>A product in a bundle. Every address of content in it stands as <c>sha256:{hex}</c>, a file of the manifest.</summary>
public sealed record BundleProduct
{
    /// <summary>The product's id, such as <c>Canonical.UbuntuServer-22.04-1.0.0</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The product as the registration lists it: description, terms, links, pictures.</summary>
    public required ProductProperties Properties { get; init; }

    /// <summary>What the service's <c>listDetails</c> tells: packages, disks, extensions.</summary>
    public required ExtendedProduct Details { get; init; }

    /// <summary>Products it needs, by id.</summary>
    public IReadOnlyList<string>? DependsOn { get; init; }

    /// <summary>That its legal terms were accepted; null where nobody did.</summary>
    public BundleTerms? Terms { get; init; }
}
