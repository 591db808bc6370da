using Azsreg.Protocol;

namespace Azsreg.Identity;

/// <summary>What the host decides about its token service.</summary>
public sealed record IdentityOptions
{
    /// <summary>The URL clients reach the host by, ending in a slash: issuers and endpoint addresses start with it.</summary>
    public required Uri PublicUrl { get; init; }

    /// <summary>The name on the sign-in pages.</summary>
    public string ProductName { get; init; } = "Azure";

    /// <summary>
    /// The one tenant of a stamp: <c>common</c> and <c>organizations</c> mean it, and no other tenant's users sign in. Null for many tenants.
    /// </summary>
    public Guid? SingleTenant { get; init; }

    /// <summary>The services tokens are issued for; the first is the one meant where a client names none. Never empty.</summary>
    public IReadOnlyList<ResourceServer> Resources { get; init; } = [ResourceServer.AzureResourceManager, ResourceServer.MicrosoftGraph];

    /// <summary>The platform's own public clients, consented in every tenant: Azure PowerShell and the Azure CLI by default.</summary>
    public IReadOnlyList<Application> FirstPartyClients { get; init; } = DefaultFirstPartyClients;

    /// <summary>How long an access token is good for; 5 minutes to 24 hours.</summary>
    public TimeSpan AccessTokenLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long a refresh token is good for when it is not used; 1 hour to 365 days.</summary>
    public TimeSpan RefreshTokenLifetime { get; init; } = TimeSpan.FromDays(90);

    /// <summary>How long an authorization code is good for; at most 10 minutes (RFC 6749 §4.1.2).</summary>
    public TimeSpan AuthorizationCodeLifetime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a device code is good for; at most 1 hour.</summary>
    public TimeSpan DeviceCodeLifetime { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a client waits between two polls for a device code; 1 to 60 seconds.</summary>
    public TimeSpan DeviceCodeInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a person may take over the sign-in pages.</summary>
    public TimeSpan SignInLifetime { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long sign-ins stay in the audit table.</summary>
    public TimeSpan AuditRetention { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Failed sign-ins of one account from one address until it waits.</summary>
    public int FailuresPerAccountAndAddress { get; init; } = 10;

    /// <summary>Failed sign-ins of one account from anywhere, or from one address at any account, until they wait.</summary>
    public int FailuresPerAccountOrAddress { get; init; } = 100;

    /// <summary>The first wait after too many failures; each further one is twice as long, up to an hour.</summary>
    public TimeSpan LockoutDuration { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>PBKDF2 iterations of new passwords (HMAC-SHA-512); the default is OWASP's figure of 2023.</summary>
    public int PasswordIterations { get; init; } = 210_000;

    private static readonly IReadOnlyList<Application> DefaultFirstPartyClients =
    [
        FirstParty(WellKnown.AzurePowerShellClientId, "Microsoft Azure PowerShell"),
        FirstParty(WellKnown.AzureCliClientId, "Microsoft Azure CLI"),
    ];

    /// <summary>A first-party public client with loopback redirects.</summary>
    public static Application FirstParty(string clientId, string displayName) => new()
    {
        TenantId = Guid.Empty,
        ObjectId = Guid.Empty,
        AppId = Guid.Parse(clientId),
        DisplayName = displayName,
        IsPublicClient = true,
        IsMultiTenant = true,
        IsFirstParty = true,
        RedirectUris = ["http://localhost", "http://localhost/", "http://127.0.0.1", "https://login.microsoftonline.com/common/oauth2/nativeclient", "urn:ietf:wg:oauth:2.0:oob"],
        CreatedAt = DateTimeOffset.UnixEpoch,
    };

    /// <summary>Every rule these options break, so that all are mended at once.</summary>
    internal IEnumerable<string> Problems()
    {
        if (!PublicUrl.IsAbsoluteUri || PublicUrl.Scheme != Uri.UriSchemeHttps || !PublicUrl.AbsoluteUri.EndsWith('/'))
            yield return $"PublicUrl '{PublicUrl}' is not an https URL that ends in a slash.";
        if (Resources.Count == 0 || Resources.Any(resource => resource.Audiences.Count == 0))
            yield return "Resources has no entry, or one without audiences.";
        if (AccessTokenLifetime < TimeSpan.FromMinutes(5) || AccessTokenLifetime > TimeSpan.FromHours(24))
            yield return "AccessTokenLifetime is outside 5 minutes to 24 hours.";
        if (RefreshTokenLifetime < TimeSpan.FromHours(1) || RefreshTokenLifetime > TimeSpan.FromDays(365))
            yield return "RefreshTokenLifetime is outside 1 hour to 365 days.";
        if (AuthorizationCodeLifetime <= TimeSpan.Zero || AuthorizationCodeLifetime > TimeSpan.FromMinutes(10))
            yield return "AuthorizationCodeLifetime is outside 0 to 10 minutes.";
        if (DeviceCodeLifetime <= TimeSpan.Zero || DeviceCodeLifetime > TimeSpan.FromHours(1))
            yield return "DeviceCodeLifetime is outside 0 to 1 hour.";
        if (DeviceCodeInterval < TimeSpan.FromSeconds(1) || DeviceCodeInterval > TimeSpan.FromMinutes(1))
            yield return "DeviceCodeInterval is outside 1 to 60 seconds.";
        if (SignInLifetime <= TimeSpan.Zero || SignInLifetime > TimeSpan.FromHours(1))
            yield return "SignInLifetime is outside 0 to 1 hour.";
        if (FailuresPerAccountAndAddress < 1 || FailuresPerAccountOrAddress < FailuresPerAccountAndAddress)
            yield return "FailuresPerAccountAndAddress must be at least 1 and not above FailuresPerAccountOrAddress.";
        if (LockoutDuration <= TimeSpan.Zero || LockoutDuration > TimeSpan.FromHours(1))
            yield return "LockoutDuration is outside 0 to 1 hour.";
        if (PasswordIterations < 1000)
            yield return "PasswordIterations is below 1000.";
    }
}
