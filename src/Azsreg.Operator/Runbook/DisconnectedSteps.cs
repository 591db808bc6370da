namespace Azsreg.Operator.Runbook;

/// <summary>The four steps with a file between them, and the way back.</summary>
internal sealed class DisconnectedSteps(RunbookValues values)
{
    private const string TokenFile = "registration-token.txt";
    private const string KeyFile = "activation-key.txt";

    private string Credential => $"$CloudAdminCred = Get-Credential -UserName {CommandLines.PowerShell(values.CloudAdmin)} -Message 'Cloud administrator of the stamp'";

    private string Endpoint => $"-PrivilegedEndpointCredential $CloudAdminCred -PrivilegedEndpoint {CommandLines.PowerShell(values.PrivilegedEndpoint)}";

    private string Registration => $"-RegistrationName {CommandLines.PowerShell(values.RegistrationName)}";

    private IReadOnlyList<string?> Target => ["--registration-name", values.RegistrationName, "--resource-group", values.ResourceGroup];

    public void WriteTo(RunbookWriter runbook)
    {
        runbook.Heading("1. At the stamp: the token")
            .Text($"Needs a stamp of 1712 (1.0.180106.1) or later. Carry `{TokenFile}` to the machine that reaches Azure, and keep it: it finds the registration later.")
            .Step(
                [CommandLines.Azsreg(
                    [
                        "offline", "token", "--stamp", values.Stamp, "--billing-model", values.Model.ToString(),
                        values.AgreementNumber is null ? null : "--agreement-number", values.AgreementNumber,
                        values.MsAssetTag is null ? null : "--ms-asset-tag", values.MsAssetTag, "--out", TokenFile,
                    ])],
                Credential,
                $"Get-AzsRegistrationToken {Endpoint} -BillingModel {values.Model}"
                + (values.AgreementNumber is { } agreement ? $" -AgreementNumber {CommandLines.PowerShell(agreement)}" : "")
                + (values.MsAssetTag is { } tag ? $" -MsAssetTag {CommandLines.PowerShell(tag)}" : "")
                + $" -TokenOutputFilePath {CommandLines.PowerShell(TokenFile)}");
        runbook.Heading("2. Where Azure is reached: the registration")
            .Step(
                [CommandLines.Azsreg("offline", "inspect", TokenFile), CommandLines.Azsreg(["offline", "register", "--token-file", TokenFile, .. Target])],
                $"Register-AzsEnvironment -RegistrationToken (Get-Content -Path {CommandLines.PowerShell(TokenFile)} -Raw) {Registration}");
        runbook.Heading("3. Where Azure is reached: the activation key")
            .Text($"Carry `{KeyFile}` back to the stamp.")
            .Step(
                [CommandLines.Azsreg(["offline", "key", .. Target, "--out", KeyFile])],
                $"Get-AzsActivationKey {Registration} -KeyOutputFilePath {CommandLines.PowerShell(KeyFile)}");
        runbook.Heading("4. At the stamp: the activation")
            .Step(
                [CommandLines.Azsreg("offline", "activate", "--stamp", values.Stamp, "--key-file", KeyFile)],
                $"New-AzsActivationResource {Endpoint} -ActivationKey (Get-Content -Path {CommandLines.PowerShell(KeyFile)} -Raw)");
        runbook.Heading("Verify").Text("At the stamp. The alert 'Activation Required' is closed; Azure is not asked.")
            .Step([CommandLines.Azsreg("status", "--stamp", values.Stamp), CommandLines.Azsreg("alerts", "--stamp", values.Stamp)]);
        runbook.Heading("Renew or change").Text("After renewing the agreement, changing the billing model, or adding or removing nodes: deactivate, unregister, then the four steps again.")
            .Step([Deactivate(), Unregister()], Credential, $"Remove-AzsActivationResource {Endpoint}", $"UnRegister-AzsEnvironment {Registration}");
        runbook.Heading("Remove").Text("The first line at the stamp, which never needs Azure; the second where Azure is reached. Where the name was lost, the token's file finds the registration.")
            .Step(
                [Deactivate(), Unregister(), CommandLines.Azsreg("offline", "unregister", "--token-file", TokenFile)],
                Credential, $"Remove-AzsActivationResource {Endpoint}", $"UnRegister-AzsEnvironment {Registration}");
    }

    private string Deactivate() => CommandLines.Azsreg("offline", "deactivate", "--stamp", values.Stamp);

    private string Unregister() => CommandLines.Azsreg(["offline", "unregister", .. Target]);
}
