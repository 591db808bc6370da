using System.Management.Automation;
using Azsreg.PowerShell.Conversation;

namespace Azsreg.PowerShell.Cmdlets;

/// <summary>A cmdlet that works on both sides: Azure, and the stamp's privileged endpoint.</summary>
public abstract class RegistrationCmdlet : AzureCmdlet
{
    /// <inheritdoc cref="StampCmdlet.CloudAdminCredential" />
    [Parameter(Mandatory = true)]
    [Alias("PrivilegedEndpointCredential")]
    [Credential]
    public PSCredential? CloudAdminCredential { get; set; }

    /// <inheritdoc cref="StampCmdlet.PrivilegedEndpoint" />
    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string[]? PrivilegedEndpoint { get; set; }

    private protected override object? Target => PrivilegedEndpoint?.FirstOrDefault();

    /// <summary>
    /// A plan of whatever the verb is fails for want of an account, and before that where Azure and stamp belong to different worlds or the stamp's
    /// name means nothing: nobody should sign in to one Azure to hear that another was meant.
    /// </summary>
    private protected override void DemandBeforeSignIn(string? environment)
    {
        try
        {
            Call(AtStamp(new VerbCall("registration remove")).With("environment", environment).With("plan", true));
        }
        catch (AzsregFailure failure) when (failure.Code == NotSignedIn)
        {
            // As expected.
        }
    }

    private protected VerbCall AtStamp(VerbCall call) => StampCmdlet.AtStamp(this, call, CloudAdminCredential!, PrivilegedEndpoint!);
}
