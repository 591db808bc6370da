using System.Management.Automation;
using Azsreg.PowerShell.Conversation;

namespace Azsreg.PowerShell.Cmdlets;

/// <summary><c>Get-AzsActivationKey</c>: fetches the activation key that is carried back to a disconnected stamp. Returns the key and nothing else.</summary>
[Cmdlet(VerbsCommon.Get, "AzsActivationKey")]
[OutputType(typeof(string))]
public sealed class GetAzsActivationKey : AzureCmdlet
{
    /// <summary>The registration's name.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? RegistrationName { get; set; }

    /// <summary>Only in this resource group; all of the subscription where left out.</summary>
    [Parameter]
    public string? ResourceGroupName { get; set; }

    /// <summary>The file to keep the key in.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? KeyOutputFilePath { get; set; }

    private protected override object? Target => RegistrationName;

    private protected override void Execute()
    {
        var file = KeyOutputFilePath is null ? null : CarriedText.Destination(Shell, KeyOutputFilePath);
        var result = CallForResult(InAzure(new VerbCall("offline key"))
            .With("registration-name", RegistrationName)
            .With("resource-group", ResourceGroupName)
            .With("out", file ?? "-"));
        var key = CarriedText.Made(result, "activationKey", file);
        if (file is not null) Shell.WriteHost($"The activation key is in the file {file}");
        CarriedText.TellNext(Shell, result);
        Shell.WriteObject(key);
    }
}
