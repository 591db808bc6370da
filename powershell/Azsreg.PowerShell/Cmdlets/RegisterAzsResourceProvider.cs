using System.Management.Automation;
using Azsreg.PowerShell.Conversation;
using Azsreg.PowerShell.Objects;

namespace Azsreg.PowerShell.Cmdlets;

/// <summary><c>Register-AzsResourceProvider</c>: registers the subscription for a resource provider, and waits until it is.</summary>
[Cmdlet(VerbsLifecycle.Register, "AzsResourceProvider", SupportsShouldProcess = true)]
[OutputType(typeof(AzsResourceProvider))]
public sealed class RegisterAzsResourceProvider : AzureCmdlet
{
    /// <summary>The provider; <c>Microsoft.AzureStack</c> for registering stamps.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? ProviderNamespace { get; set; }

    private protected override object? Target => ProviderNamespace;

    private protected override void Execute()
    {
        if (!GoOn(ProviderNamespace!, "Register the resource provider", null)) return;
        var provider = CallForResult(InAzure(new VerbCall("provider register").WithArgument(ProviderNamespace!)));
        Shell.WriteObject(new AzsResourceProvider(
            provider.TextOf("namespace") ?? ProviderNamespace!, provider.TextOf("registrationState") ?? "", provider.TextOf("subscriptionId") ?? "", provider.TextOf("environment") ?? ""));
    }
}
