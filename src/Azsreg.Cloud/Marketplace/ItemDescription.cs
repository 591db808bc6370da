using System.Text.Json;
using Azsreg.Protocol;

namespace Azsreg.Cloud.Marketplace;

/// <summary>One version of an item, as its publisher describes it. What the files of a description are called lies in <see cref="Descriptions.ItemFiles"/>.</summary>
internal sealed record ItemDescription
{
    public required ProductKind Kind { get; init; }
    public required string Publisher { get; init; }
    public required string PublisherName { get; init; }
    public required string Offer { get; init; }
    public string? Sku { get; init; }
    public required string Version { get; init; }
    public required string Name { get; init; }
    public required string Description { get; init; }
    public string? LegalTerms { get; init; }
    public string? PrivacyPolicy { get; init; }
    public IReadOnlyList<ProductLink> Links { get; init; } = [];
    public string? BillingPartNumber { get; init; }

    /// <summary><c>None</c>, <c>Windows</c> or <c>Linux</c>.</summary>
    public string OperatingSystem { get; init; } = "None";

    public string? MinimumStampVersion { get; init; }
    public string? MaximumStampVersion { get; init; }

    /// <summary>Compatibility issues a registration must not have.</summary>
    public IReadOnlyList<string> Requires { get; init; } = [];

    /// <summary>Products needed first: a whole name pins a version, a name without one means the newest that is listed.</summary>
    public IReadOnlyList<string> DependsOn { get; init; } = [];

    public string? ExtensionType { get; init; }
    public string ComputeRole { get; init; } = "IaaS";
    public bool ScaleSets { get; init; }
    public bool Multiple { get; init; }
    public bool System { get; init; }

    /// <summary>What all versions' names start with.</summary>
    public string Family => Publisher + "." + Offer + Sku;

    /// <summary>The product's name; the version follows the last hyphen.</summary>
    public string ProductName => Family + "-" + Version;

    /// <summary>What the gallery calls it beside publisher and version.</summary>
    public string GalleryName => Offer + Sku;

    public string GalleryItemIdentity => $"{Publisher}.{GalleryName}.{Version}";

    /// <summary>The kind as the wire has it.</summary>
    public string KindName => JsonNamingPolicy.CamelCase.ConvertName(Kind.ToString());
}
