using System.Text.Json.Serialization;

namespace Azsreg.AzureClient;

/// <summary>An Azure (or a stamp's ARM) by its endpoints, as Az PowerShell's environments are.</summary>
public sealed record AzureEnvironment
{
    /// <summary>The name a person chooses it by.</summary>
    public required string Name { get; init; }

    /// <summary>The name that means this Azure here though it is another's, such as <c>AzureCloud</c>; null where names mean what they say.</summary>
    [JsonIgnore]
    public string? StandsFor { get; init; }

    /// <summary>The name for a summary, which says as well what stands for what.</summary>
    [JsonIgnore]
    public string Told => StandsFor is null ? Name : $"{Name}, which {StandsFor} means here";

    /// <summary>Where Azure Resource Manager answers.</summary>
    public required Uri ResourceManagerUrl { get; init; }

    /// <summary>Where the token service answers; ends in <c>/adfs</c> where Active Directory Federation Services do.</summary>
    public required Uri LoginEndpoint { get; init; }

    /// <summary>The audiences Resource Manager takes tokens for; the first is asked for. Never empty.</summary>
    public required IReadOnlyList<string> Audiences { get; init; }

    /// <summary>Microsoft Graph, without the version segment; null where there is none.</summary>
    public Uri? GraphUrl { get; init; }

    /// <summary>The portal for people.</summary>
    public Uri? PortalUrl { get; init; }

    /// <summary>The tenant segment to sign in at where the person names no directory.</summary>
    public string DefaultTenant { get; init; } = "organizations";

    /// <summary>Where the resource group of a registration goes unless told otherwise.</summary>
    public string DefaultLocation { get; init; } = WellKnownLocation;

    private const string WellKnownLocation = "westcentralus";

    /// <summary>True where tokens come from Active Directory Federation Services, which know no tenants and no v2 endpoints.</summary>
    public bool IsFederationServices => LoginEndpoint.AbsolutePath.TrimEnd('/').EndsWith("/adfs", StringComparison.OrdinalIgnoreCase);

    /// <summary>The audience asked for.</summary>
    public string Audience => Audiences[0];

    /// <summary>Microsoft Graph's audience: its address without a final slash.</summary>
    public string? GraphAudience => GraphUrl?.AbsoluteUri.TrimEnd('/');

    /// <summary>Public Azure.</summary>
    public static AzureEnvironment AzureCloud { get; } = new()
    {
        Name = "AzureCloud",
        ResourceManagerUrl = new("https://management.azure.com/"),
        LoginEndpoint = new("https://login.microsoftonline.com/"),
        Audiences = ["https://management.azure.com/", "https://management.core.windows.net/"],
        GraphUrl = new("https://graph.microsoft.com/"),
        PortalUrl = new("https://portal.azure.com/"),
    };

    /// <summary>Azure operated by 21Vianet.</summary>
    public static AzureEnvironment AzureChinaCloud { get; } = new()
    {
        Name = "AzureChinaCloud",
        ResourceManagerUrl = new("https://management.chinacloudapi.cn/"),
        LoginEndpoint = new("https://login.chinacloudapi.cn/"),
        Audiences = ["https://management.core.chinacloudapi.cn/", "https://management.chinacloudapi.cn/"],
        GraphUrl = new("https://microsoftgraph.chinacloudapi.cn/"),
        PortalUrl = new("https://portal.azure.cn/"),
        DefaultLocation = "chinaeast",
    };

    /// <summary>Azure for the government of the United States.</summary>
    public static AzureEnvironment AzureUSGovernment { get; } = new()
    {
        Name = "AzureUSGovernment",
        ResourceManagerUrl = new("https://management.usgovcloudapi.net/"),
        LoginEndpoint = new("https://login.microsoftonline.us/"),
        Audiences = ["https://management.core.usgovcloudapi.net/", "https://management.usgovcloudapi.net/"],
        GraphUrl = new("https://graph.microsoft.us/"),
        PortalUrl = new("https://portal.azure.us/"),
        DefaultLocation = "usgovvirginia",
    };

    /// <summary>The former Azure in Germany; kept so that choosing it is refused by name and not by a failing look-up.</summary>
    public static AzureEnvironment AzureGermanCloud { get; } = new()
    {
        Name = "AzureGermanCloud",
        ResourceManagerUrl = new("https://management.microsoftazure.de/"),
        LoginEndpoint = new("https://login.microsoftonline.de/"),
        Audiences = ["https://management.core.cloudapi.de/"],
        GraphUrl = new("https://graph.microsoft.de/"),
        PortalUrl = new("https://portal.microsoftazure.de/"),
        DefaultLocation = "germanycentral",
    };

    /// <summary>The environments every installation knows, public Azure first.</summary>
    public static IReadOnlyList<AzureEnvironment> BuiltIn { get; } = [AzureCloud, AzureChinaCloud, AzureUSGovernment, AzureGermanCloud];

    /// <summary>Reads an environment from a Resource Manager's <c>/metadata/endpoints</c>, asking for the newest form first.</summary>
    /// <param name="connection">The transport, which decides about trust.</param>
    /// <param name="resourceManagerUrl">The Resource Manager, such as <c>https://management.local.azurestack.external</c>.</param>
    /// <param name="name">The name to give; null takes the one the metadata tells, else the host's.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="Protocol.CataloguedException">The host cannot be reached, or what answers is no Resource Manager.</exception>
    public static Task<AzureEnvironment> DiscoverAsync(
        AzureConnection connection, Uri resourceManagerUrl, string? name = null, CancellationToken cancellationToken = default) =>
        new EnvironmentDiscovery(connection).DiscoverAsync(resourceManagerUrl, name, cancellationToken);
}
