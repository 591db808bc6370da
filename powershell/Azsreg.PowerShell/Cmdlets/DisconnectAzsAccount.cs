using System.Management.Automation;
using Azsreg.PowerShell.Conversation;

namespace Azsreg.PowerShell.Cmdlets;

/// <summary><c>Disconnect-AzsAccount</c>: forgets an account and its tokens on this machine.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "AzsAccount", SupportsShouldProcess = true)]
public sealed class DisconnectAzsAccount : AzsCmdlet
{
    /// <summary>The account; the one in use where left out.</summary>
    [Parameter(Position = 0)]
    [Alias("Id", "AccountId")]
    [ValidateNotNullOrEmpty]
    public string? Username { get; set; }

    /// <summary>Which Azure; the one in use where left out.</summary>
    [Parameter]
    [Alias("Environment", "AzureEnvironmentName")]
    [ValidateNotNullOrEmpty]
    public string? EnvironmentName { get; set; }

    private protected override object? Target => Username;

    private protected override void Execute()
    {
        if (!GoOn(Username ?? "the account in use", "Sign out", null)) return;
        var gone = CallForResult(new VerbCall("logout").With("account", Username).With("environment", EnvironmentName));
        foreach (var account in gone["signedOut"]?.Items ?? [])
            Shell.WriteHost($"Signed out {account.TextOf("account")} from {account.TextOf("environment")}.");
    }
}
