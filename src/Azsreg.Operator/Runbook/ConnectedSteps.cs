using Azsreg.Protocol;

namespace Azsreg.Operator.Runbook;

/// <summary>Register, verify, change, renew and remove, with a line between stamp and Azure.</summary>
internal sealed class ConnectedSteps(RunbookValues values)
{
    private string Credential => $"$CloudAdminCred = Get-Credential -UserName {CommandLines.PowerShell(values.CloudAdmin)} -Message 'Cloud administrator of the stamp'";

    private string Endpoint => $"-PrivilegedEndpointCredential $CloudAdminCred -PrivilegedEndpoint {CommandLines.PowerShell(values.PrivilegedEndpoint)}";

    private string Registration => $"-RegistrationName {CommandLines.PowerShell(values.RegistrationName)} -ResourceGroupName {CommandLines.PowerShell(values.ResourceGroup)}";

    private IReadOnlyList<string?> Billing =>
    [
        "--billing-model", values.Model.ToString(),
        values.AgreementNumber is null ? null : "--agreement-number", values.AgreementNumber,
        values.MsAssetTag is null ? null : "--ms-asset-tag", values.MsAssetTag,
    ];

    private string BillingParameters =>
        $"-BillingModel {values.Model}"
        + (values.AgreementNumber is { } agreement ? $" -AgreementNumber {CommandLines.PowerShell(agreement)}" : "")
        + (values.MsAssetTag is { } tag ? $" -MsAssetTag {CommandLines.PowerShell(tag)}" : "");

    public void WriteTo(RunbookWriter runbook)
    {
        runbook.Heading("Check").Text("Tries everything a registration needs, and changes nothing. Go on when nothing failed.")
            .Step([CommandLines.Azsreg(["check", "--stamp", values.Stamp, .. Billing])], Credential, $"Test-AzsRegistration {Endpoint} {BillingParameters}");
        runbook.Heading("Register").Text("The first line says what would change and changes nothing. An interrupted run is finished by the same command.")
            .Step([Set("--plan"), Set()], Credential, $"Set-AzsRegistration {Endpoint} {BillingParameters} {Registration}");
        Text(runbook, values.Model);
        runbook.Heading("Verify").Text("Both sides agree, the alert 'Activation Required' is closed, and marketplace items are listed.")
            .Step([CommandLines.Azsreg("status", "--stamp", values.Stamp), CommandLines.Azsreg("alerts", "--stamp", values.Stamp), CommandLines.Azsreg("marketplace", "list")]);
        runbook.Heading("Change the billing model or the features").Text("In place, without removing anything: the same command with other values.")
            .Step(
                [CommandLines.Azsreg("registration", "set", "--stamp", values.Stamp, "--billing-model", nameof(BillingModel.Development), "--plan")],
                $"Set-AzsRegistration {Endpoint} -BillingModel Development {Registration}");
        runbook.Heading("Renew").Text("After renewing a yearly capacity agreement, and after adding or removing nodes. The name stays.")
            .Step([CommandLines.Azsreg("registration", "renew", "--stamp", values.Stamp, "--plan"), CommandLines.Azsreg("registration", "renew", "--stamp", values.Stamp)], $"Set-AzsRegistration {Endpoint} {BillingParameters} {Registration}");
        runbook.Heading("Change the subscription")
            .Text("Remove under the old subscription, choose the new one, register. Downloaded marketplace items have to be downloaded again.")
            .Step(
                [Remove("--yes"), CommandLines.Azsreg("account", "set", "--subscription", $"<{RunbookValues.NewSubscription}>"), Set()],
                $"Remove-AzsRegistration {Endpoint} {Registration}", $"Set-AzsContext -SubscriptionId {CommandLines.PowerShell($"<{RunbookValues.NewSubscription}>")}", $"Set-AzsRegistration {Endpoint} {BillingParameters} {Registration}");
        runbook.Heading("Remove").Text("Ends the registration on both sides. Under pay-as-you-use the licence obliges to register again.")
            .Step([Remove("--plan"), Remove()], Credential, $"Remove-AzsRegistration {Endpoint} {Registration}");
    }

    private static void Text(RunbookWriter runbook, BillingModel model) => runbook.Text(model switch
    {
        BillingModel.PayAsYouUse => "Registering costs nothing; the usage reported is billed to the subscription. Under PayAsYouUse usage reporting cannot be switched off.",
        BillingModel.Capacity => "Registering costs nothing; capacity is paid by its agreement, and no usage is reported.",
        BillingModel.Development => "Registering costs nothing, and Development is never charged.",
        _ => "Registering itself costs nothing.",
    });

    private string Set(string? option = null) => CommandLines.Azsreg(
        ["registration", "set", "--stamp", values.Stamp, .. Billing, "--registration-name", values.RegistrationName, "--resource-group", values.ResourceGroup, option]);

    private string Remove(string? option = null) => CommandLines.Azsreg(
        "registration", "remove", "--stamp", values.Stamp, "--registration-name", values.RegistrationName, "--resource-group", values.ResourceGroup, option);
}
