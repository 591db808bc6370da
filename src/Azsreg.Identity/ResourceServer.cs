namespace Azsreg.Identity;

/// <summary>A service tokens are issued for.</summary>
public sealed record ResourceServer
{
    /// <summary>Azure Resource Manager: the names Azure knows it by, the host's own address, and <c>usage</c> below it, where stamps report usage.</summary>
    public static readonly ResourceServer AzureResourceManager = new()
    {
        Name = "Windows Azure Service Management API",
        AppId = new Guid("797f4846-ba00-4fd7-ba43-dac1f8f63013"),
        Audiences = ["https://management.azure.com/", "https://management.core.windows.net/", "/", "/usage"],
    };

    /// <summary>Microsoft Graph: the name Azure knows it by, and <c>graph</c> under the host's own address.</summary>
    public static readonly ResourceServer MicrosoftGraph = new()
    {
        Name = "Microsoft Graph",
        AppId = new Guid("00000003-0000-0000-c000-000000000000"),
        Audiences = ["https://graph.microsoft.com/", "/graph"],
    };

    /// <summary>The name shown in errors.</summary>
    public required string Name { get; init; }

    /// <summary>The id it may also be asked for by.</summary>
    public Guid? AppId { get; init; }

    /// <summary>
    /// Its audiences, absolute or relative to <see cref="IdentityOptions.PublicUrl"/>. A trailing slash does not matter when one is asked for;
    /// the token's <c>aud</c> is what the client asked for, as Entra ID's is.
    /// </summary>
    public required IReadOnlyList<string> Audiences { get; init; }

    /// <summary>The delegated permissions clients get: the token's <c>scp</c>.</summary>
    public string DelegatedScopes { get; init; } = "user_impersonation";
}
