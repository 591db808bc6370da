using System.Management.Automation;
using Azsreg.PowerShell.Conversation;
using Azsreg.PowerShell.Objects;

namespace Azsreg.PowerShell.Cmdlets;

/// <summary><c>UnRegister-AzsEnvironment</c>: removes the registration of a disconnected stamp, found by its name, its token or the cloud id.</summary>
[Cmdlet("UnRegister", "AzsEnvironment", DefaultParameterSetName = NameSet, SupportsShouldProcess = true)]
[OutputType(typeof(AzsRegisteredEnvironment), typeof(AzsPlannedChange))]
public sealed class UnregisterAzsEnvironment : AzureCmdlet
{
    private const string NameSet = "RegistrationName";
    private const string TokenSet = "RegistrationToken";
    private const string CloudIdSet = "CloudId";

    private readonly List<string> _lines = [];

    /// <summary>The registration's name.</summary>
    [Parameter(ParameterSetName = NameSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string? RegistrationName { get; set; }

    /// <summary>The token the stamp was registered by: one string, or the lines of its file.</summary>
    [Parameter(ParameterSetName = TokenSet, Mandatory = true, ValueFromPipeline = true)]
    [AllowEmptyString]
    public string[]? RegistrationToken { get; set; }

    /// <summary>The stamp's cloud id.</summary>
    [Parameter(ParameterSetName = CloudIdSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string? CloudId { get; set; }

    /// <summary>Only in this resource group; all of the subscription where left out.</summary>
    [Parameter]
    public string? ResourceGroupName { get; set; }

    /// <summary>Taken because published commands give it; a registration is found wherever it lies.</summary>
    [Parameter]
    public string? ResourceGroupLocation { get; set; }

    private protected override object? Target => RegistrationName ?? CloudId;

    /// <inheritdoc />
    protected override void ProcessRecord() => _lines.AddRange(RegistrationToken ?? []);

    private protected override void Execute()
    {
        var call = InAzure(new VerbCall("offline unregister"))
            .With("registration-name", RegistrationName)
            .With("cloud-id", CloudId)
            .With("resource-group", ResourceGroupName);
        if (RegistrationName is null && CloudId is null) call.With("token-file", "-").WithInput(CarriedText.Join(_lines));
        if (!GoOn(RegistrationName ?? CloudId ?? "the stamp of this token", "Remove the registration of Azure Stack", call)) return;
        var result = CallForResult(call.With("yes", true));
        CarriedText.TellNext(Shell, result);
        Shell.WriteObject(new AzsRegisteredEnvironment(result));
    }
}
