using System.Text.Json.Serialization;
using Azsreg.AzureClient.Graph;
using Azsreg.Protocol;

namespace Azsreg.AzureClient.Arm;

/// <summary>The JSON of the shapes that only a client of Resource Manager and Graph needs.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    PropertyNameCaseInsensitive = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = 64)]
[JsonSerializable(typeof(ArmPage<AzureTenant>))]
[JsonSerializable(typeof(ArmPage<AzureSubscription>))]
[JsonSerializable(typeof(ArmPage<AzureLocation>))]
[JsonSerializable(typeof(ArmPage<ResourceProvider>))]
[JsonSerializable(typeof(ArmPage<ResourceGroup>))]
[JsonSerializable(typeof(ArmPage<GenericResource>))]
[JsonSerializable(typeof(ArmPage<ManagementLock>))]
[JsonSerializable(typeof(ArmPage<RoleAssignment>))]
[JsonSerializable(typeof(ArmPage<RoleDefinition>))]
[JsonSerializable(typeof(ArmPage<PermissionSet>))]
[JsonSerializable(typeof(ArmPage<GraphApplication>))]
[JsonSerializable(typeof(ArmPage<GraphServicePrincipal>))]
[JsonSerializable(typeof(ArmPage<GraphDirectoryRole>))]
[JsonSerializable(typeof(ProductDownload))]
[JsonSerializable(typeof(ArmPage<ProductDownload>))]
[JsonSerializable(typeof(ProductCleanUp))]
[JsonSerializable(typeof(RegionHealth))]
[JsonSerializable(typeof(StampRegion))]
[JsonSerializable(typeof(ArmPage<UsageAggregation>))]
[JsonSerializable(typeof(ArmPage<UsageDayCost>))]
[JsonSerializable(typeof(RateCardAnswer))]
[JsonSerializable(typeof(CustomerSubscriptionBody))]
[JsonSerializable(typeof(StampResource<StampUsageStatus>))]
[JsonSerializable(typeof(StampResource<SampleWorkloadStatus>))]
[JsonSerializable(typeof(ArmPage<StampUsageTotal>))]
[JsonSerializable(typeof(ArmPage<StampUsageRefusal>))]
[JsonSerializable(typeof(ArmPage<StampTenantSubscription>))]
[JsonSerializable(typeof(ArmPage<StampUsageSum>))]
[JsonSerializable(typeof(ArmPage<StampUsageBatch>))]
[JsonSerializable(typeof(ArmPage<StampAuditRecord>))]
[JsonSerializable(typeof(ArmPage<StampEndpointSession>))]
[JsonSerializable(typeof(StampEndpointSession))]
[JsonSerializable(typeof(ArmPage<StampTranscriptLine>))]
[JsonSerializable(typeof(AlertChange))]
[JsonSerializable(typeof(StampUsageReports))]
[JsonSerializable(typeof(StampUsageIntake))]
[JsonSerializable(typeof(StampUsageFileRequest))]
[JsonSerializable(typeof(StampUsageFile))]
[JsonSerializable(typeof(StampAcknowledgementRequest))]
[JsonSerializable(typeof(StampAcknowledgement))]
[JsonSerializable(typeof(SampleWorkloadRequest))]
[JsonSerializable(typeof(GraphUser))]
[JsonSerializable(typeof(GraphAuthorizationPolicy))]
[JsonSerializable(typeof(GraphApplicationBody))]
[JsonSerializable(typeof(GraphServicePrincipalBody))]
[JsonSerializable(typeof(GraphCredentialsBody))]
internal sealed partial class AzureJson : JsonSerializerContext;
