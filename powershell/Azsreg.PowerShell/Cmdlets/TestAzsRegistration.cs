using System.Management.Automation;
using Azsreg.PowerShell.Conversation;
using Azsreg.PowerShell.Objects;

namespace Azsreg.PowerShell.Cmdlets;

/// <summary><c>Test-AzsRegistration</c>: tries everything a registration needs, and changes nothing. One object a check.</summary>
[Cmdlet(VerbsDiagnostic.Test, "AzsRegistration")]
[OutputType(typeof(AzsRegistrationCheck))]
public sealed class TestAzsRegistration : AzureCmdlet
{
    /// <summary>The stamp's cloud administrator; without it the privileged endpoint is not entered.</summary>
    [Parameter]
    [Alias("PrivilegedEndpointCredential")]
    [Credential]
    public PSCredential? CloudAdminCredential { get; set; }

    /// <inheritdoc cref="StampCmdlet.PrivilegedEndpoint" />
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string[]? PrivilegedEndpoint { get; set; }

    /// <summary>The billing model meant, whose rules are then checked too.</summary>
    [Parameter]
    [ValidateSet(BillingModels.Capacity, BillingModels.PayAsYouUse, BillingModels.Development, BillingModels.Custom, BillingModels.Ruggedized)]
    public string? BillingModel { get; set; }

    /// <summary>The enterprise agreement, with Capacity.</summary>
    [Parameter]
    public string? AgreementNumber { get; set; }

    /// <summary>The asset tag, with Custom.</summary>
    [Parameter]
    public string? MsAssetTag { get; set; }

    /// <summary>The registration's name that is meant.</summary>
    [Parameter]
    public string? RegistrationName { get; set; }

    /// <summary>Its resource group.</summary>
    [Parameter]
    public string? ResourceGroupName { get; set; }

    private protected override object? Target => PrivilegedEndpoint?.FirstOrDefault();

    private protected override void Execute()
    {
        // Nobody is made to sign in by a check: that nobody is signed in is one of the things it finds.
        var call = NamingAzure(new VerbCall("check"))
            .With("billing-model", BillingModel)
            .With("agreement-number", AgreementNumber)
            .With("ms-asset-tag", MsAssetTag)
            .With("registration-name", RegistrationName)
            .With("resource-group", ResourceGroupName)
            .With("privileged-endpoint", PrivilegedEndpoint);
        if (CloudAdminCredential is { } credential) StampCmdlet.AtStamp(this, call, credential, PrivilegedEndpoint ?? []);
        foreach (var row in CallForResult(call)["rows"]?.Items ?? [])
        {
            Shell.WriteObject(new AzsRegistrationCheck(
                row.TextOf("name") ?? "", row.TextOf("state") ?? "", row.TextOf("seen") ?? "", row.TextOf("fix"), row.TextOf("code")));
        }
    }
}
