using System.Management.Automation;
using Azsreg.PowerShell.Conversation;
using Azsreg.PowerShell.Objects;

namespace Azsreg.PowerShell.Cmdlets;

/// <summary><c>Remove-AzsRegistration</c>: ends a stamp's registration on both sides.</summary>
[Cmdlet(VerbsCommon.Remove, "AzsRegistration", SupportsShouldProcess = true)]
[OutputType(typeof(AzsRemovedRegistration), typeof(AzsPlannedChange))]
public sealed class RemoveAzsRegistration : RegistrationCmdlet
{
    /// <summary>The registration's name; the stamp's own where left out.</summary>
    [Parameter]
    public string? RegistrationName { get; set; }

    /// <summary>Its resource group.</summary>
    [Parameter]
    public string? ResourceGroupName { get; set; }

    private protected override void Execute()
    {
        var call = AtStamp(InAzure(new VerbCall("registration remove")))
            .With("registration-name", RegistrationName)
            .With("resource-group", ResourceGroupName);
        if (!GoOn(PrivilegedEndpoint![0], "Remove the registration of Azure Stack", call)) return;
        var removed = CallForResult(call.With("yes", true));
        Shell.WriteObject(new AzsRemovedRegistration(removed));
    }
}
