using System.Management.Automation;
using Azsreg.PowerShell.Conversation;
using Azsreg.PowerShell.Objects;

namespace Azsreg.PowerShell.Cmdlets;

/// <summary><c>Set-AzsRegistration</c>: registers a stamp with Azure, or changes its registration.</summary>
[Cmdlet(VerbsCommon.Set, "AzsRegistration", SupportsShouldProcess = true)]
[OutputType(typeof(AzsRegistration), typeof(AzsPlannedChange))]
public sealed class SetAzsRegistration : RegistrationCmdlet
{
    // Whether they were given at all counts: left out, a feature stays as it is.
    private SwitchParameter? _syndication;
    private SwitchParameter? _usage;

    /// <summary>How the stamp is paid for; stays as registered where left out.</summary>
    [Parameter]
    [ValidateSet(BillingModels.Capacity, BillingModels.PayAsYouUse, BillingModels.Development, BillingModels.Custom, BillingModels.Ruggedized)]
    public string? BillingModel { get; set; }

    /// <summary>The enterprise agreement, with Capacity. Text: leading zeros count.</summary>
    [Parameter]
    public string? AgreementNumber { get; set; }

    /// <summary>The asset tag, with Custom.</summary>
    [Parameter]
    public string? MsAssetTag { get; set; }

    /// <summary>The registration's name; <c>AzureStack-</c> and the cloud id where left out.</summary>
    [Parameter]
    public string? RegistrationName { get; set; }

    /// <summary>Its resource group; <c>azurestack</c> where there is none yet.</summary>
    [Parameter]
    public string? ResourceGroupName { get; set; }

    /// <summary>Where a resource group that has to be made lies.</summary>
    [Parameter]
    public string? ResourceGroupLocation { get; set; }

    /// <summary>Whether marketplace items can be listed and downloaded.</summary>
    [Parameter]
    public SwitchParameter MarketplaceSyndicationEnabled
    {
        get => _syndication ?? default;
        set => _syndication = value;
    }

    /// <summary>Whether usage is reported; PayAsYouUse always does, Capacity never.</summary>
    [Parameter]
    public SwitchParameter UsageReportingEnabled
    {
        get => _usage ?? default;
        set => _usage = value;
    }

    /// <summary>Registers again with what both sides have now.</summary>
    [Parameter]
    public SwitchParameter Reregister { get; set; }

    private protected override void Execute()
    {
        var call = AtStamp(InAzure(new VerbCall("registration set")))
            .With("billing-model", BillingModel)
            .With("agreement-number", AgreementNumber)
            .With("ms-asset-tag", MsAssetTag)
            .With("registration-name", RegistrationName)
            .With("resource-group", ResourceGroupName)
            .With("location", ResourceGroupLocation)
            .WithOnOff("marketplace-syndication", _syndication?.ToBool())
            .WithOnOff("usage-reporting", _usage?.ToBool())
            .With("reregister", Reregister.ToBool() ? true : null);
        if (!GoOn(PrivilegedEndpoint![0], "Register Azure Stack with Azure", call)) return;
        var registration = AzsRegistration.From(CallForResult(call.With("yes", true)));
        Shell.WriteHost("Your environment is now registered and activated using the provided parameters.");
        Shell.WriteHost(registration.Summary);
        Shell.WriteObject(registration);
    }
}
