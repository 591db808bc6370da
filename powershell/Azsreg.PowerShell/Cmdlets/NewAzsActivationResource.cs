using System.Management.Automation;
using Azsreg.PowerShell.Conversation;
using Azsreg.PowerShell.Objects;

namespace Azsreg.PowerShell.Cmdlets;

/// <summary><c>New-AzsActivationResource</c>: activates a disconnected stamp with the key that was carried over. Needs no Azure.</summary>
[Cmdlet(VerbsCommon.New, "AzsActivationResource", SupportsShouldProcess = true)]
[OutputType(typeof(AzsActivation), typeof(AzsPlannedChange))]
public sealed class NewAzsActivationResource : StampCmdlet
{
    private readonly List<string> _lines = [];

    /// <summary>The activation key: one string, or the lines of its file.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [AllowEmptyString]
    public string[]? ActivationKey { get; set; }

    /// <inheritdoc />
    protected override void ProcessRecord() => _lines.AddRange(ActivationKey ?? []);

    private protected override void Execute()
    {
        var call = AtStamp(new VerbCall("offline activate")).With("key-file", "-").WithInput(CarriedText.Join(_lines));
        if (!GoOn(PrivilegedEndpoint![0], "Activate Azure Stack", call)) return;
        var result = CallForResult(call.With("yes", true));
        CarriedText.TellNext(Shell, result);
        Shell.WriteObject(new AzsActivation(result));
    }
}
