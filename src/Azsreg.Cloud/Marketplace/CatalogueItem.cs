using System.Text.Json.Serialization;

namespace Azsreg.Cloud.Marketplace;

/// <summary>An item of a catalogue file: one publisher's offer with all its versions.</summary>
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
    public IReadOnlyList<string>? Requires { get; init; }
    public IReadOnlyList<string>? DependsOn { get; init; }
    public required IReadOnlyList<CatalogueVersion> Versions { get; init; }

    /// <summary>What all versions' names start with; the version follows the last hyphen.</summary>
    public string Family => Publisher + "." + Offer + Sku;
}

/// <summary>One version of an item and its download's size in bytes.</summary>
internal sealed record CatalogueVersion(string Version, long Size);

[JsonConverter(typeof(JsonStringEnumConverter<ProductKind>))]
internal enum ProductKind
{
    [JsonStringEnumMemberName("virtualMachine")]
    VirtualMachine,

    [JsonStringEnumMemberName("virtualMachineExtension")]
    VirtualMachineExtension,

    [JsonStringEnumMemberName("solution")]
    Solution,

    [JsonStringEnumMemberName("resourceProvider")]
    ResourceProvider,
}
