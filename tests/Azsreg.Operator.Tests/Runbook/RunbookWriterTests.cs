using Azsreg.Hosting;
using Azsreg.Operator.Accounts;
using Azsreg.Operator.History;
using Azsreg.Operator.Runbook;
using Azsreg.Operator.Tests.SignIn;
using Azsreg.Protocol;

namespace Azsreg.Operator.Tests.Runbook;

public sealed class RunbookWriterTests : IDisposable
{
    private readonly OperatorFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Write_EverythingKnown_LeavesOnlyTheSubscriptionToChangeTo()
    {
        await KnowAsync();

        var (markdown, placeholders) = Write(new RunbookRequest());

        placeholders.ShouldBe(["<new subscription>"]);
        markdown.Replace("<new subscription>", "", StringComparison.Ordinal).ShouldNotContain("<");
        markdown.ShouldContain("azsreg account set --subscription 8f2a0000-0000-4000-8000-000000000a90\n");
        markdown.ShouldContain("azsreg registration set --stamp AzS-ERCS01 --billing-model PayAsYouUse --registration-name AzureStack-5b0 --resource-group azurestack --plan\n");
        markdown.ShouldContain(@"$CloudAdminCred = Get-Credential -UserName 'AZURESTACK\CloudAdmin'");
        markdown.ShouldContain("Set-AzsRegistration -PrivilegedEndpointCredential $CloudAdminCred -PrivilegedEndpoint 'AzS-ERCS01.azurestack.local' -BillingModel PayAsYouUse -RegistrationName 'AzureStack-5b0' -ResourceGroupName 'azurestack'\n");
        markdown.ShouldContain("Remove-AzsRegistration ");
        markdown.ShouldContain("azsreg registration renew --stamp AzS-ERCS01");
    }

    [Fact]
    public void Write_NothingKnown_NamesEveryPlaceholderAtTheTop()
    {
        var (markdown, placeholders) = Write(new RunbookRequest { BillingModel = BillingModel.Capacity });

        placeholders.ShouldBe(["<account>", "<subscription id>", "<stamp>", "<privileged endpoint>", @"<DOMAIN\CloudAdmin>", "<registration name>", "<agreement number>", "<new subscription>"]);
        var top = markdown[..markdown.IndexOf("| | |", StringComparison.Ordinal)];
        foreach (var placeholder in placeholders) top.ShouldContain($"- `{placeholder}`: ");
        markdown.ShouldContain("--agreement-number \"<agreement number>\"");
    }

    [Fact]
    public async Task Write_AgreementNumber_KeepsItsLeadingZeros()
    {
        await KnowAsync();

        Write(new RunbookRequest { BillingModel = BillingModel.Capacity, AgreementNumber = "0004711" }).Markdown.ShouldContain("-AgreementNumber '0004711'");
    }

    [Fact]
    public async Task Write_Disconnected_HasTheFourStepsAndTheWayBack()
    {
        await KnowAsync();

        var markdown = Write(new RunbookRequest { Disconnected = true, BillingModel = BillingModel.Development }).Markdown;

        string[] steps =
        [
            "azsreg offline token --stamp AzS-ERCS01 --billing-model Development --out registration-token.txt",
            "azsreg offline register --token-file registration-token.txt",
            "azsreg offline key --registration-name AzureStack-5b0",
            "azsreg offline activate --stamp AzS-ERCS01 --key-file activation-key.txt",
            "azsreg offline deactivate --stamp AzS-ERCS01",
            "azsreg offline unregister --registration-name AzureStack-5b0",
        ];
        steps.Select(step => markdown.IndexOf(step, StringComparison.Ordinal)).ShouldBeInOrder();
        foreach (var cmdlet in (string[])["Get-AzsRegistrationToken", "Register-AzsEnvironment", "Get-AzsActivationKey", "New-AzsActivationResource", "Remove-AzsActivationResource", "UnRegister-AzsEnvironment"])
            markdown.ShouldContain(cmdlet + " ");
    }

    [Fact]
    public void Write_DisconnectedPayAsYouUse_IsRefused() => Should
        .Throw<CataloguedException>(() => Write(new RunbookRequest { Disconnected = true, BillingModel = BillingModel.PayAsYouUse })).Entry
        .ShouldBe(ErrorCatalogue.BillingRulesBroken);

    private async Task KnowAsync()
    {
        using var operation = _folder.Open();
        var subscription = new AccountSubscription("8f2a0000-0000-4000-8000-000000000a90", "Contoso Stamps", "t", "contoso.onmicrosoft.com", "Enabled", null, "Owner");
        await operation.Accounts.EnterAsync(
            new Account("AzureCloud", "owner@contoso.example", AccountKind.User, "c", "t", null, DateTimeOffset.UnixEpoch, [subscription]), TestContext.Current.CancellationToken);
        await operation.Stamps.EnterAsync(
            new() { Name = "AzS-ERCS01", PrivilegedEndpoint = new("http://AzS-ERCS01.azurestack.local:5985/wsman"), CloudAdmin = @"AZURESTACK\CloudAdmin" },
            TestContext.Current.CancellationToken);
        using var protector = SecretProtector.Open(_folder.Data);
        new RegistrationHistory(_folder.Data, protector).Append(
            new HistoryEntry
            {
                At = DateTimeOffset.UnixEpoch, Event = "registered", Name = "AzureStack-5b0", CloudId = "5b0", Environment = "AzureCloud", Stamp = "AzS-ERCS01", BillingModel = "PayAsYouUse",
                ResourceId = $"/subscriptions/{subscription.Id}/resourceGroups/azurestack/providers/Microsoft.AzureStack/registrations/AzureStack-5b0",
            },
            token: null);
    }

    private (string Markdown, IReadOnlyList<string> Placeholders) Write(RunbookRequest request)
    {
        using var operation = _folder.Open();
        using var protector = SecretProtector.Open(_folder.Data);
        return new RunbookWriter(operation, new RegistrationHistory(_folder.Data, protector)).Write(request, "0.1.0");
    }
}
