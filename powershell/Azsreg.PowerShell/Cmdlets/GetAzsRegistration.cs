using System.Management.Automation;
using Azsreg.PowerShell.Conversation;
using Azsreg.PowerShell.Objects;

namespace Azsreg.PowerShell.Cmdlets;

/// <summary><c>Get-AzsRegistration</c>: what Azure and the stamp each say about the registration, and where they differ.</summary>
[Cmdlet(VerbsCommon.Get, "AzsRegistration")]
[OutputType(typeof(AzsRegistrationStatus))]
public sealed class GetAzsRegistration : AzureCmdlet
{
    /// <summary>The stamp as azsreg knows it by name; the one in use where left out.</summary>
    [Parameter(Position = 0)]
    [Alias("PrivilegedEndpoint")]
    [ValidateNotNullOrEmpty]
    public string? Stamp { get; set; }

    private protected override object? Target => Stamp;

    private protected override void Execute() =>
        Shell.WriteObject(new AzsRegistrationStatus(CallForResult(InAzure(new VerbCall("status").With("stamp", Stamp)))));
}
