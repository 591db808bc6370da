using System.Management.Automation;
using Azsreg.PowerShell.Conversation;

namespace Azsreg.PowerShell.Cmdlets;

/// <summary><c>Get-AzsRegistrationToken</c>: has a stamp make the registration token that is carried to Azure. Returns the token and nothing else.</summary>
[Cmdlet(VerbsCommon.Get, "AzsRegistrationToken")]
[OutputType(typeof(string))]
public sealed class GetAzsRegistrationToken : StampCmdlet
{
    // Whether they were given at all counts: left out, a feature stays as it is.
    private SwitchParameter? _syndication;
    private SwitchParameter? _usage;

    /// <summary>How the stamp is paid for.</summary>
    [Parameter(Mandatory = true)]
    [ValidateSet(BillingModels.Capacity, BillingModels.Development, BillingModels.Custom)]
    public string? BillingModel { get; set; }

    /// <summary>The enterprise agreement, with Capacity. Text: leading zeros count.</summary>
    [Parameter]
    public string? AgreementNumber { get; set; }

    /// <summary>The asset tag, with Custom.</summary>
    [Parameter]
    public string? MsAssetTag { get; set; }

    /// <summary>A disconnected stamp has none: only <c>:$false</c> is taken.</summary>
    [Parameter]
    public SwitchParameter MarketplaceSyndicationEnabled
    {
        get => _syndication ?? default;
        set => _syndication = value;
    }

    /// <summary>A disconnected stamp reports none: only <c>:$false</c> is taken.</summary>
    [Parameter]
    public SwitchParameter UsageReportingEnabled
    {
        get => _usage ?? default;
        set => _usage = value;
    }

    /// <summary>The file to keep the token in.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? TokenOutputFilePath { get; set; }

    /// <summary>The Azure the token will be taken to; it is not reached.</summary>
    [Parameter]
    [Alias("EnvironmentName")]
    [ValidateNotNullOrEmpty]
    public string? AzureEnvironmentName { get; set; }

    private protected override void Execute()
    {
        var file = TokenOutputFilePath is null ? null : CarriedText.Destination(Shell, TokenOutputFilePath);
        var result = CallForResult(AtStamp(new VerbCall("offline token"))
            .With("billing-model", BillingModel)
            .With("agreement-number", AgreementNumber)
            .With("ms-asset-tag", MsAssetTag)
            .WithOnOff("marketplace-syndication", _syndication?.ToBool())
            .WithOnOff("usage-reporting", _usage?.ToBool())
            .With("environment", AzureEnvironmentName)
            .With("out", file ?? "-"));
        var token = CarriedText.Made(result, "token", file);
        if (file is not null) Shell.WriteHost($"The registration token is in the file {file}");
        CarriedText.TellNext(Shell, result);
        Shell.WriteObject(token);
    }
}
