using System.Management.Automation;
using Azsreg.PowerShell.Conversation;

namespace Azsreg.PowerShell.Cmdlets;

/// <summary><c>Get-AzsRegistrationName</c>: the name a stamp is registered under.</summary>
[Cmdlet(VerbsCommon.Get, "AzsRegistrationName")]
[OutputType(typeof(string))]
public sealed class GetAzsRegistrationName : RegistrationCmdlet
{
    private protected override void Execute()
    {
        var azure = InAzure(new VerbCall("registration list"));
        var information = CallForResult(AtStamp(new VerbCall("stamp info")))["information"];
        var cloudId = information?.TextOf("CloudID") ?? throw Failures.ProgramEnded("The stamp's information has no cloud id.");
        var found = CallForResult(azure).Items.FirstOrDefault(one => Same(one.TextOf("cloudId"), cloudId));
        if (found is null) Shell.WriteWarning($"The stamp with cloud id {cloudId} is not registered in this subscription; this is the name it gets.");
        Shell.WriteObject(found?.TextOf("name") ?? $"AzureStack-{cloudId}");
    }
}
