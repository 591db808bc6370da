using System.Management.Automation;
using Azsreg.PowerShell.Conversation;
using Azsreg.PowerShell.Objects;

namespace Azsreg.PowerShell.Cmdlets;

/// <summary><c>Register-AzsEnvironment</c>: registers a disconnected stamp with Azure by its token.</summary>
[Cmdlet(VerbsLifecycle.Register, "AzsEnvironment", SupportsShouldProcess = true)]
[OutputType(typeof(AzsRegisteredEnvironment), typeof(AzsPlannedChange))]
public sealed class RegisterAzsEnvironment : AzureCmdlet
{
    private readonly List<string> _lines = [];

    /// <summary>The registration token: one string, or the lines of its file in any wrapping.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowEmptyString]
    public string[]? RegistrationToken { get; set; }

    /// <summary>The registration's name; <c>AzureStack-</c> and the cloud id where left out.</summary>
    [Parameter]
    public string? RegistrationName { get; set; }

    /// <summary>Its resource group; <c>azurestack</c> where there is none yet.</summary>
    [Parameter]
    public string? ResourceGroupName { get; set; }

    /// <summary>Where a resource group that has to be made lies.</summary>
    [Parameter]
    public string? ResourceGroupLocation { get; set; }

    private protected override object? Target => RegistrationName;

    /// <inheritdoc />
    protected override void ProcessRecord() => _lines.AddRange(RegistrationToken ?? []);

    private protected override void Execute()
    {
        var call = InAzure(new VerbCall("offline register"))
            .With("token-file", "-")
            .WithInput(CarriedText.Join(_lines))
            .With("registration-name", RegistrationName)
            .With("resource-group", ResourceGroupName)
            .With("location", ResourceGroupLocation);
        if (!GoOn(RegistrationName ?? "the stamp of this token", "Register Azure Stack with Azure", call)) return;
        var result = CallForResult(call.With("yes", true));
        var registered = new AzsRegisteredEnvironment(result);
        Shell.WriteHost($"Registered as {registered.RegistrationName} ({registered.ResourceId}), cloud id {registered.CloudId}, on {registered.Date}.");
        CarriedText.TellNext(Shell, result);
        Shell.WriteObject(registered);
    }
}
