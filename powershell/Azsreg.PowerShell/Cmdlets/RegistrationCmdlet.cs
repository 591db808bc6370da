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

    private protected VerbCall AtStamp(VerbCall call) => StampCmdlet.AtStamp(this, call, CloudAdminCredential!, PrivilegedEndpoint!);
}
