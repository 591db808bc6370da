namespace Azsreg.Protocol;

/// <summary>Names the real service, the real stamp and the published client agree on.</summary>
public static class WellKnown
{
    /// <summary>The resource provider of registrations.</summary>
    public const string ProviderNamespace = "Microsoft.AzureStack";

    /// <summary>The type of a registration.</summary>
    public const string RegistrationType = "Microsoft.AzureStack/registrations";

    /// <summary>The api-version the published client speaks with the provider.</summary>
    public const string RegistrationApiVersion = "2017-06-01";

    /// <summary>The resource group a registration goes to by default.</summary>
    public const string DefaultResourceGroup = "azurestack";

    /// <summary>The location of that group by default, in AzureCloud.</summary>
    public const string DefaultLocation = "westcentralus";

    /// <summary>The location a registration is put with; the service answers <c>global</c>.</summary>
    public const string RegistrationLocation = "Global";

    /// <summary>The lock the client puts on a registration.</summary>
    public const string RegistrationLockName = "RegistrationResourceLock";

    /// <summary>The built-in role of the bridge's service principal on its registration.</summary>
    public const string RegistrationOwnerRole = "Azure Stack Registration Owner";

    /// <summary>The title of the alert by which a stamp of this system tells that its hosts are not those its registration lists.</summary>
    public const string HardwareDiffersAlert = "Registered Hardware Differs";

    /// <summary>The id of <see cref="RegistrationOwnerRole"/>.</summary>
    public const string RegistrationOwnerRoleId = "6f12a6df-dd06-4f3e-bcb1-ce8be600526a";

    /// <summary>The session configuration of the privileged endpoint.</summary>
    public const string PrivilegedEndpointConfiguration = "PrivilegedEndpoint";

    /// <summary>The resource group of the activation on the stamp.</summary>
    public const string ActivationResourceGroup = "azurestack-activation";

    /// <summary>The name of the activation on the stamp.</summary>
    public const string ActivationName = "default";

    /// <summary>The public client whose refresh tokens a stamp can redeem: Azure PowerShell's.</summary>
    public const string AzurePowerShellClientId = "1950a258-227b-4e31-a9cf-717495945fc2";

    /// <summary>The public client of the Azure CLI.</summary>
    public const string AzureCliClientId = "04b07795-8ddb-461a-bbee-02f9e1bf7b46";

    /// <summary>What an activation key says where nothing expires (7-digit fractions, as recorded).</summary>
    public const string NeverExpires = "9999-12-30T23:59:59.9999999Z";

    /// <summary>The name a registration gets by default. Cloud ids are unique, so two stamps never collide.</summary>
    public static string DefaultRegistrationName(string cloudId) => $"AzureStack-{cloudId}";

    /// <summary>The notes the client writes on the lock, word for word, so that either tool knows it as its own.</summary>
    public static string RegistrationLockNotes(string registrationName) =>
        $"Registration resource {registrationName} is needed for syndication. Placing resource lock to prevent accidental deletion.";
}
