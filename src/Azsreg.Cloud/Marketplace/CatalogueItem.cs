using Azsreg.Protocol;

namespace Azsreg.Cloud.Marketplace;

/// <summary>An item of the sample catalogue's file: one publisher's offer with all its versions.</summary>
internal sealed record CatalogueItem
{
    public required ProductKind Kind { get; init; }
    public required string Publisher { get; init; }
    public required string PublisherName { get; init; }
    public required string Offer { get; init; }
    public string? Sku { get; init; }
    public required string Name { get; init; }
    public required string Description { get; init; }
    public string? OperatingSystem { get; init; }
    public string? ExtensionType { get; init; }
    public bool ScaleSets { get; init; }
    public bool Multiple { get; init; }
    public string? MinimumStampVersion { get; init; }
    public string? MaximumStampVersion { get; init; }
    public IReadOnlyList<string>? Requires { get; init; }
    public IReadOnlyList<string>? DependsOn { get; init; }

    /// <summary>Sizes of an image's further disks in bytes, by logical unit number.</summary>
    public IReadOnlyList<long>? DataDisks { get; init; }

    public required IReadOnlyList<CatalogueVersion> Versions { get; init; }

    /// <summary>The description of one of its versions.</summary>
    public ItemDescription Describe(CatalogueVersion version) => new()
    {
        Kind = Kind,
        Publisher = Publisher,
        PublisherName = PublisherName,
        Offer = Offer,
        Sku = Sku,
        Version = version.Version,
        Name = Name,
        Description = Description,
        LegalTerms = $"Sample terms: for trying azsreg only. {PublisherName} grants nothing by this text.",
        PrivacyPolicy = $"https://{Publisher}.example/privacy",
        Links = [new ProductLink("Publisher", $"https://{Publisher}.example/")],
        OperatingSystem = OperatingSystem ?? "None",
        MinimumStampVersion = MinimumStampVersion,
        MaximumStampVersion = MaximumStampVersion,
        Requires = Requires ?? [],
        DependsOn = DependsOn ?? [],
        ExtensionType = ExtensionType,
        ScaleSets = ScaleSets,
        Multiple = Multiple,
    };
}
