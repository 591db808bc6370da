using Azsreg.ArmServer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Azsreg.Cloud.Subscriptions;

/// <summary>
/// <c>/metadata/endpoints</c>: how a client that knows only the resource manager's URL finds the rest. The form depends on the
/// api-version: one object (2015-01-01), an array of clouds (2019-05-01), one object with more (2022-09-01).
/// </summary>
internal static class MetadataEndpoints
{
    private static readonly ArmApiVersions Versions = ArmApiVersions.OfResourceManager(
        "Microsoft.Resources/metadata", "2015-01-01", "2015-11-01", "2016-06-01", "2017-08-01", "2018-05-01", "2019-05-01", "2020-06-01", "2022-09-01");

    public static void MapMetadata(this IEndpointRouteBuilder endpoints, CloudOptions options, CloudAddresses addresses)
    {
        var oldest = ArmResults.Ok(Oldest(options, addresses));
        var array = ArmResults.Ok<CloudMetadata[]>([Newest(options, addresses)]);
        var newest = ArmResults.Ok(Newest(options, addresses));
        endpoints.MapArm("GET", "/metadata/endpoints", request => Task.FromResult(
            string.CompareOrdinal(request.ApiVersion, "2019-05-01") < 0 ? oldest
            : string.CompareOrdinal(request.ApiVersion, "2022-09-01") < 0 ? array
            : newest)).AllowAnonymousArm(Versions);
    }

    private static StampMetadata Oldest(CloudOptions options, CloudAddresses addresses) => new(
        addresses.Base + "gallery/", addresses.Graph + "/", options.PortalUrl?.AbsoluteUri ?? addresses.Base.AbsoluteUri,
        new StampAuthentication(addresses.Base.AbsoluteUri, addresses.Audiences));

    private static CloudMetadata Newest(CloudOptions options, CloudAddresses addresses)
    {
        var host = addresses.Base.Authority;
        return new CloudMetadata
        {
            Portal = options.PortalUrl?.AbsoluteUri ?? addresses.Base.AbsoluteUri,
            Authentication = new CloudAuthentication(addresses.Base.AbsoluteUri, addresses.Audiences, "common", "AAD"),
            Media = addresses.Base.AbsoluteUri,
            GraphAudience = addresses.Graph,
            Graph = addresses.Graph + "/",
            Name = options.EnvironmentName,
            Suffixes = new Dictionary<string, string>
            {
                ["azureDataLakeStoreFileSystem"] = $"datalakestore.{host}",
                ["acrLoginServer"] = $"azurecr.{host}",
                ["sqlServerHostname"] = $"database.{host}",
                ["azureDataLakeAnalyticsCatalogAndJob"] = $"datalakeanalytics.{host}",
                ["keyVaultDns"] = $"vault.{host}",
                ["storage"] = $"core.{host}",
                ["azureFrontDoorEndpointSuffix"] = $"azurefd.{host}",
                ["storageSyncEndpointSuffix"] = $"afs.{host}",
                ["mhsmDns"] = $"managedhsm.{host}",
                ["mysqlServerEndpoint"] = $"mysql.database.{host}",
                ["postgresqlServerEndpoint"] = $"postgres.database.{host}",
                ["mariadbServerEndpoint"] = $"mariadb.database.{host}",
                ["synapseAnalytics"] = $"dev.azuresynapse.{host}",
                ["attestationEndpoint"] = $"attest.{host}",
            },
            Batch = addresses.Base + "batch/",
            ResourceManager = addresses.Base.AbsoluteUri,
            VmImageAliasDoc = addresses.Base + "images/aliases.json",
            ActiveDirectoryDataLake = addresses.Base + "datalake/",
            SqlManagement = addresses.Base + "sql/",
            MicrosoftGraphResourceId = addresses.Graph,
            AppInsightsResourceId = addresses.Base + "appinsights",
            AppInsightsTelemetryChannelResourceId = addresses.Base + "appinsights/v2/track",
            AttestationResourceId = addresses.Base + "attest",
            SynapseAnalyticsResourceId = addresses.Base + "synapse",
            LogAnalyticsResourceId = addresses.Base + "loganalytics",
            OssrDbmsResourceId = addresses.Base + "ossrdbms",
        };
    }

    private sealed record StampMetadata(string GalleryEndpoint, string GraphEndpoint, string PortalEndpoint, StampAuthentication Authentication);

    private sealed record StampAuthentication(string LoginEndpoint, IReadOnlyList<string> Audiences);

    private sealed record CloudAuthentication(string LoginEndpoint, IReadOnlyList<string> Audiences, string Tenant, string IdentityProvider);

    private sealed record CloudMetadata
    {
        public required string Portal { get; init; }
        public required CloudAuthentication Authentication { get; init; }
        public required string Media { get; init; }
        public required string GraphAudience { get; init; }
        public required string Graph { get; init; }
        public required string Name { get; init; }
        public required IReadOnlyDictionary<string, string> Suffixes { get; init; }
        public required string Batch { get; init; }
        public required string ResourceManager { get; init; }
        public required string VmImageAliasDoc { get; init; }
        public required string ActiveDirectoryDataLake { get; init; }
        public required string SqlManagement { get; init; }
        public required string MicrosoftGraphResourceId { get; init; }
        public required string AppInsightsResourceId { get; init; }
        public required string AppInsightsTelemetryChannelResourceId { get; init; }
        public required string AttestationResourceId { get; init; }
        public required string SynapseAnalyticsResourceId { get; init; }
        public required string LogAnalyticsResourceId { get; init; }
        public required string OssrDbmsResourceId { get; init; }
    }
}
