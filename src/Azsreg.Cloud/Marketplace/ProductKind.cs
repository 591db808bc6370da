using System.Text.Json.Serialization;

namespace Azsreg.Cloud.Marketplace;

/// <summary>What a product is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ProductKind>))]
internal enum ProductKind
{
    /// <summary>An image.</summary>
    [JsonStringEnumMemberName("virtualMachine")]
    VirtualMachine,

    /// <summary>An extension of a machine.</summary>
    [JsonStringEnumMemberName("virtualMachineExtension")]
    VirtualMachineExtension,

    /// <summary>A template with files, which needs other products.</summary>
    [JsonStringEnumMemberName("solution")]
    Solution,

    /// <summary>A service of the stamp; it has no gallery package.</summary>
    [JsonStringEnumMemberName("resourceProvider")]
    ResourceProvider,
}
