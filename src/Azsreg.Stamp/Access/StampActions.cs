namespace Azsreg.Stamp.Access;

/// <summary>The actions rights are checked for, in the notation of ARM's role definitions.</summary>
internal static class StampActions
{
    public const string ReadActivation = "Microsoft.AzureBridge.Admin/activations/read";
    public const string WriteActivation = "Microsoft.AzureBridge.Admin/activations/write";
    public const string DeleteActivation = "Microsoft.AzureBridge.Admin/activations/delete";
    public const string ReadProducts = "Microsoft.AzureBridge.Admin/activations/products/read";
    public const string ReadDownloads = "Microsoft.AzureBridge.Admin/activations/downloadedProducts/read";
    public const string DownloadProduct = "Microsoft.AzureBridge.Admin/activations/products/download/action";
    public const string WriteDownloads = "Microsoft.AzureBridge.Admin/activations/downloadedProducts/write";
    public const string DeleteDownloads = "Microsoft.AzureBridge.Admin/activations/downloadedProducts/delete";
    public const string CancelDownload = "Microsoft.AzureBridge.Admin/activations/downloadedProducts/cancel/action";
    public const string CleanUpDownloads = "Microsoft.AzureBridge.Admin/activations/downloadedProducts/cleanup/action";
    public const string ReadUploads = "Microsoft.AzureBridge.Admin/uploads/read";
    public const string WriteUploads = "Microsoft.AzureBridge.Admin/uploads/write";
    public const string ReadAlerts = "Microsoft.InfrastructureInsights.Admin/regionHealths/alerts/read";
    public const string WriteAlerts = "Microsoft.InfrastructureInsights.Admin/regionHealths/alerts/write";
    public const string ReadHealth = "Microsoft.InfrastructureInsights.Admin/regionHealths/read";
    public const string ReadFabric = "Microsoft.Fabric.Admin/fabricLocations/read";
    public const string ReadStamp = "Microsoft.Fabric.Admin/stampInformation/read";
    public const string ReadLogs = "Microsoft.Fabric.Admin/logs/read";
    public const string ReadAudit = "Microsoft.Fabric.Admin/auditRecords/read";
    public const string ReadEndpointSessions = "Microsoft.Fabric.Admin/privilegedEndpointSessions/read";
    public const string ReadTranscripts = "Microsoft.Fabric.Admin/privilegedEndpointSessions/transcript/read";
    public const string CloseEndpoint = "Microsoft.Fabric.Admin/privilegedEndpoint/close/action";
    public const string RunTests = "Microsoft.Fabric.Admin/tests/action";
    public const string ReadActions = "Microsoft.Fabric.Admin/actionPlans/read";
    public const string MakeToken = "Microsoft.AzureBridge.Admin/registrationToken/action";
    public const string ConfigureBridge = "Microsoft.AzureBridge.Admin/bridgeIdentity/action";
    public const string RotateKeyPair = "Microsoft.AzureBridge.Admin/registrationKeyPair/action";
    public const string ReadUsage = "Microsoft.Commerce.Admin/subscriberUsageAggregates/read";
    public const string ReadTenantUsage = "Microsoft.Commerce/usageAggregates/read";
    public const string ReportUsage = "Microsoft.Commerce.Admin/usageReports/write";
    public const string ExportUsage = "Microsoft.Commerce.Admin/usageFiles/action";
    public const string RunSampleWorkload = "Microsoft.Commerce.Admin/sampleWorkloads/write";
}
