using System.Management.Automation;
using Azsreg.PowerShell.Conversation;
using Azsreg.PowerShell.Objects;

namespace Azsreg.PowerShell.Cmdlets;

/// <summary><c>Connect-AzsAccount</c>: signs in to Azure. Without further parameters it shows a code to type at another screen.</summary>
[Cmdlet(VerbsCommunications.Connect, "AzsAccount", DefaultParameterSetName = DeviceCodeSet)]
[OutputType(typeof(AzsContext))]
public sealed class ConnectAzsAccount : AzsCmdlet
{
    private const string DeviceCodeSet = "DeviceCode";
    private const string BrowserSet = "Browser";
    private const string CredentialSet = "Credential";
    private const string ApplicationSet = "ServicePrincipal";

    /// <summary>Which Azure; the one in use where left out.</summary>
    [Parameter(Position = 0)]
    [Alias("Environment", "AzureEnvironmentName")]
    [ValidateNotNullOrEmpty]
    public string? EnvironmentName { get; set; }

    /// <summary>The directory, by id or domain.</summary>
    [Parameter(ParameterSetName = DeviceCodeSet)]
    [Parameter(ParameterSetName = BrowserSet)]
    [Parameter(ParameterSetName = CredentialSet)]
    [Parameter(ParameterSetName = ApplicationSet, Mandatory = true)]
    [Alias("Tenant", "TenantDomain")]
    [ValidateNotNullOrEmpty]
    public string? TenantId { get; set; }

    /// <summary>The subscription to take into use, by id or name.</summary>
    [Parameter]
    [Alias("Subscription", "SubscriptionName")]
    [ValidateNotNullOrEmpty]
    public string? SubscriptionId { get; set; }

    /// <summary>User name and password; for accounts without a second factor. With <see cref="ServicePrincipal"/>, application id and secret.</summary>
    [Parameter(ParameterSetName = CredentialSet, Mandatory = true)]
    [Parameter(ParameterSetName = ApplicationSet, Mandatory = true)]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>Signs in as an application.</summary>
    [Parameter(ParameterSetName = ApplicationSet, Mandatory = true)]
    public SwitchParameter ServicePrincipal { get; set; }

    /// <summary>Shows a code to type at another screen, which works for every account; the default.</summary>
    [Parameter(ParameterSetName = DeviceCodeSet)]
    [Alias("DeviceCode", "DeviceAuth", "Device")]
    public SwitchParameter UseDeviceAuthentication { get; set; }

    /// <summary>Uses a browser on this machine.</summary>
    [Parameter(ParameterSetName = BrowserSet, Mandatory = true)]
    public SwitchParameter Browser { get; set; }

    private protected override object? Target => EnvironmentName;

    private protected override void Execute()
    {
        var call = new VerbCall("login").With("environment", EnvironmentName).With("tenant", TenantId);
        if (Credential is { } credential)
        {
            var (user, password) = Shell.Reveal(credential);
            call.With(ServicePrincipal.ToBool() ? "service-principal" : "username", user.TrimStart('\\')).WithSecret("password", password);
        }
        else if (Browser.ToBool())
        {
            call.With("browser", true);
        }

        var signedIn = CallForResult(call);
        foreach (var skipped in signedIn["skipped"]?.Items ?? [])
        {
            var directory = skipped.TextOf("name") ?? skipped.TextOf("tenantId");
            Shell.WriteWarning($"Directory {directory} was not read: {skipped.TextOf("reason")}. Connect-AzsAccount -TenantId {directory}");
        }

        if (SubscriptionId is not null)
            Call(new VerbCall("account set").With("environment", EnvironmentName).With("subscription", SubscriptionId));
        ChosenContext.IsOurs = true;
        Shell.WriteObject(AzsContext.From(CallForResult(new VerbCall("account show").With("environment", EnvironmentName))));
    }
}
