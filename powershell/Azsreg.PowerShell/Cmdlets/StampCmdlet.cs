using System.Management.Automation;
using Azsreg.PowerShell.Conversation;

namespace Azsreg.PowerShell.Cmdlets;

/// <summary>A cmdlet that works at the stamp's privileged endpoint and needs no Azure.</summary>
public abstract class StampCmdlet : AzsCmdlet
{
    /// <summary>The stamp's cloud administrator, such as <c>AZURESTACK\CloudAdmin</c>; not the owner of the subscription.</summary>
    [Parameter(Mandatory = true)]
    [Alias("PrivilegedEndpointCredential")]
    [Credential]
    public PSCredential? CloudAdminCredential { get; set; }

    /// <summary>The privileged endpoint's computer name or address; several are tried in turn.</summary>
    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string[]? PrivilegedEndpoint { get; set; }

    private protected override object? Target => PrivilegedEndpoint?.FirstOrDefault();

    private protected VerbCall AtStamp(VerbCall call) => AtStamp(this, call, CloudAdminCredential!, PrivilegedEndpoint!);

    /// <summary>Puts a privileged endpoint and its administrator into a call; the password goes beside the options.</summary>
    internal static VerbCall AtStamp(AzsCmdlet cmdlet, VerbCall call, PSCredential credential, string[] endpoints)
    {
        var (user, password) = cmdlet.Shell.Reveal(credential);
        // Windows PowerShell puts a backslash before a name without a domain.
        return call.With("privileged-endpoint", endpoints).With("cloud-admin", user.TrimStart('\\')).WithSecret("cloud-admin-password", password);
    }
}
