using System.Text.Json;
using System.Text.Json.Serialization;

namespace Azsreg.Operator.Registration;

/// <summary>The parts of Microsoft.Fabric.Admin/fabricLocations (2022-03-01) that say which stamp it is.</summary>
internal sealed record FabricLocation(FabricLocationProperties? Properties);

/// <summary>Its properties.</summary>
internal sealed record FabricLocationProperties(
    string? StampCloudId, string? StampInformationId, string? BillingModel,
    bool? ExclusiveAdminOperationRunning = null, string? ExclusiveAdminOperationName = null,
    string? AgreementNumber = null, string? MsAssetTag = null, int? NumberOfNodes = null, int? RegisteredNodes = null,
    string? LastAzureContact = null, string? BridgeFault = null);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, MaxDepth = 32)]
[JsonSerializable(typeof(FabricLocation))]
internal sealed partial class FabricJson : JsonSerializerContext;
