using Azsreg.Operator.Tests.Registration;
using Azsreg.Protocol;

namespace Azsreg.Operator.Tests.Offline;

public sealed class OfflineRegistrationTests : OfflineRig
{
    [Fact]
    public async Task Register_Token_MakesGroupRegistrationAndLockAndNothingElse()
    {
        await TokenAsync();

        var outcome = await RegisterAsync();

        outcome.RegistrationName.ShouldBe(DefaultName);
        Azure.Writes.ShouldBe([$"PUT /subscriptions/{FakeAzure.Subscription}/resourceGroups/azurestack", $"PUT {DefaultId}", $"PUT {LockId}"]);
        Azure.Principals.ShouldBeEmpty();
        Azure.Roles.ShouldBeEmpty();
        Azure.Registrations[DefaultId].Token.AgreementNumber.ShouldBe("0010004711");
    }

    [Fact]
    public async Task Register_RightToAssignRolesMissing_IsNotNeeded()
    {
        await TokenAsync();
        Azure.NotActions.Add("Microsoft.Authorization/roleAssignments/write");

        (await RegisterAsync()).Report.Applied.ShouldBeTrue();
    }

    [Fact]
    public async Task Register_SameTokenAgain_ChangesNothing()
    {
        await TokenAsync();
        await RegisterAsync();
        Azure.Writes.Clear();

        var outcome = await RegisterAsync();

        outcome.Report.Plan.ChangesAnything.ShouldBeFalse();
        Azure.Writes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Register_SameTokenFromAnotherMachine_IsPutAgainAndTheLockRestored()
    {
        await TokenAsync();
        await RegisterAsync();
        File.Delete(Path.Combine(Folder.Operator, "history.jsonl"));
        Azure.Writes.Clear();

        await RegisterAsync();

        Azure.Writes.ShouldBe([$"DELETE {LockId}", $"PUT {DefaultId}", $"PUT {LockId}"]);
        Azure.Locks.Keys.ShouldBe([LockId]);
    }

    [Fact]
    public async Task Register_NewTokenOfTheStamp_RenewsInPlace()
    {
        await TokenAsync();
        await RegisterAsync();
        await TokenAsync(Capacity(TokenFile) with { AgreementNumber = "0020" });

        var outcome = await RegisterAsync();

        outcome.RegistrationName.ShouldBe(DefaultName);
        outcome.Report.Plan.Changes.ShouldContain(change => change.Subject == "agreement number" && change.Text == "0010004711 → 0020");
        Azure.Registrations.Count.ShouldBe(1);
        Azure.Registrations[DefaultId].Token.AgreementNumber.ShouldBe("0020");
    }

    [Fact]
    public async Task Register_OfferWithoutAgreement_IsRefusedBeforeAnythingIsTouched()
    {
        await TokenAsync();
        Azure.Quota = "PayAsYouGo_2014-09-01";

        var failure = await RefusedAsync(() => RegisterAsync());

        failure.Detail.ShouldContain("OfferNotAllowed");
        Azure.Writes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Register_NameOfAnotherStamp_IsRefusedWithTheFreeName()
    {
        await TokenAsync();
        Azure.Register("taken", new RegistrationToken { Version = "1.0", CloudId = "91d", BillingModel = "Development" });

        var failure = await RefusedAsync(() => RegisterAsync("taken"));

        failure.Entry.ShouldBe(ErrorCatalogue.RegistrationOfAnotherStamp);
        failure.NextCommands.ShouldBe([$"azsreg offline register --token-file token.txt --registration-name {DefaultName}"]);
    }

    [Fact]
    public async Task Register_TokenOfAStampBefore1712_IsRefused()
    {
        await File.WriteAllTextAsync(TokenFile, RegistrationTokenCodec.Encode(
            new RegistrationToken { Version = "1.0", CloudId = "91d", BillingModel = "Development", StampVersion = "1.0.171201.3" }));

        (await RefusedAsync(() => RegisterAsync())).Entry.ShouldBe(ErrorCatalogue.StampTooOld);
    }

    [Fact]
    public async Task Register_RegistrationRefused_TakesTheGroupBack()
    {
        await TokenAsync();
        Azure.Refuse = (method, path) => method == "PUT" && path == DefaultId ? (400, "InvalidRegistrationToken", "The registration token is malformed.") : null;

        var failure = await RefusedAsync(() => RegisterAsync());

        failure.Entry.ShouldBe(ErrorCatalogue.RegistrationTokenRefused);
        Azure.Groups.ShouldBeEmpty();
    }

    [Fact]
    public async Task PlanRegister_FreshToken_SaysAllAndChangesNothing()
    {
        await TokenAsync();

        var outcome = await PlanRegisterAsync();

        outcome.Report.Plan.Changes.Select(change => $"{change.Sign} {change.Subject}").ShouldBe(
            ["= provider Microsoft.AzureStack", "+ resource group azurestack", $"+ registration {DefaultName}", "+ lock RegistrationResourceLock"]);
        Azure.Writes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Register_Done_KeepsTheTokenEncrypted()
    {
        var token = (await TokenAsync()).Token!.Text;
        await RegisterAsync();

        History.Token(History.Read()[0])!.Equals(token).ShouldBeTrue();
        EverythingWritten().ShouldNotContain(token.Reveal()[..40]);
    }
}
