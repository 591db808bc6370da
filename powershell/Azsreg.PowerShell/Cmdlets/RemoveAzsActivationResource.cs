using System.Management.Automation;
using Azsreg.PowerShell.Conversation;
using Azsreg.PowerShell.Objects;

namespace Azsreg.PowerShell.Cmdlets;

/// <summary><c>Remove-AzsActivationResource</c>: ends a stamp's activation. Needs no Azure; the registration there stays until it is removed.</summary>
[Cmdlet(VerbsCommon.Remove, "AzsActivationResource", SupportsShouldProcess = true)]
[OutputType(typeof(AzsActivation), typeof(AzsPlannedChange))]
public sealed class RemoveAzsActivationResource : StampCmdlet
{
    private protected override void Execute()
    {
        var call = AtStamp(new VerbCall("offline deactivate"));
        if (!GoOn(PrivilegedEndpoint![0], "End the activation of Azure Stack", call)) return;
        var result = CallForResult(call.With("yes", true));
        CarriedText.TellNext(Shell, result);
        Shell.WriteObject(new AzsActivation(result));
    }
}
