using Azsreg.Operator.Registration;
using Azsreg.Protocol;

namespace Azsreg.Operator.Tests.Registration;

public sealed class RenewalTests : RegistrationRig
{
    private static readonly RegistrationRequest Renew = new() { Renew = true };

    private static RegistrationRequest Capacity { get; } = new() { BillingModel = BillingModel.Capacity, AgreementNumber = "0012345" };

    [Fact]
    public async Task RunAsync_EndsWithin90Days_PutsAndActivatesAnew()
    {
        Azure.Expires = _ => In(60);
        await SetAsync(Capacity);
        Azure.Expires = _ => In(425);

        var outcome = await SetAsync(Renew);

        outcome.Report.Plan.ChangesAnything.ShouldBeTrue();
        Azure.Registrations.Keys.ShouldBe([DefaultId]);
        Azure.Activation!.Expires.ShouldBe(In(425));
        Azure.Activation.AgreementNumber.ShouldBe("0012345");
        Azure.Locks.Keys.ShouldBe([LockId]);
    }

    [Fact]
    public async Task RunAsync_AgreementThatEndsEarlierIsNamed_IsTakenAtOnesWord()
    {
        Azure.Expires = token => token.AgreementNumber == "00777" ? In(100) : In(200);
        await SetAsync(Capacity);

        await SetAsync(Renew with { AgreementNumber = "00777" });

        Azure.Activation!.Expires.ShouldBe(In(100));
    }

    [Fact]
    public async Task RunAsync_DoesNotEndSoon_ChangesNothing()
    {
        Azure.Expires = _ => In(91);
        await SetAsync(Capacity);
        Azure.Writes.Clear();

        (await SetAsync(Renew)).Report.Plan.ChangesAnything.ShouldBeFalse();

        Azure.Writes.ShouldBeEmpty();
    }

    [Fact]
    public async Task RunAsync_RenewedInAzureBySomebodyElse_BringsTheStampTheNewKey()
    {
        Azure.Expires = _ => In(60);
        await SetAsync(Capacity);
        Azure.Expires = _ => In(425);
        Azure.Writes.Clear();

        await SetAsync(new RegistrationRequest());

        Azure.Writes.ShouldBeEmpty();
        Azure.Activation!.Expires.ShouldBe(In(425));
    }

    [Fact]
    public async Task RunAsync_AgreementWasNotExtended_SaysSoAndKeepsTheLock()
    {
        Azure.Expires = _ => In(20);
        await SetAsync(Capacity);

        var failure = await RefusedAsync(() => SetAsync(Renew));

        failure.Entry.Code.ShouldBe("AZR2131");
        failure.Detail.ShouldContain("agreement 0012345");
        Azure.Locks.Keys.ShouldBe([LockId]);
        Azure.Activation.ShouldNotBeNull();
    }

    [Fact]
    public async Task RunAsync_ExpiredAndAzureKeepsTheName_DeletesItWithItsRoleAndMakesItAgain()
    {
        await ExpireAsync();
        var refusals = 0;
        Azure.Refuse = (method, path) => method == "PUT" && path == DefaultId && refusals++ == 0 ? (409, "RegistrationExpired", "It expired.") : null;
        Azure.Expires = token => token.AgreementNumber == "00777" ? In(365) : In(-1);
        Azure.Writes.Clear();

        await SetAsync(Renew with { AgreementNumber = "00777" });

        Azure.Writes.ShouldContain($"DELETE {DefaultId}");
        Azure.Registrations[DefaultId].Token.AgreementNumber.ShouldBe("00777");
        Azure.Locks.Keys.ShouldBe([LockId]);
        Azure.Roles.Count.ShouldBe(1);
        Azure.Activation!.AgreementNumber.ShouldBe("00777");
    }

    [Fact]
    public async Task RunAsync_ExpiredAndAzureTakesIt_DeletesNothing()
    {
        await ExpireAsync();
        Azure.Refuse = (method, path) =>
        {
            if (method == "PUT" && path == DefaultId) Azure.Expires = _ => In(365);
            return null;
        };
        Azure.Writes.Clear();

        await SetAsync(Renew);

        Azure.Writes.ShouldNotContain($"DELETE {DefaultId}");
        Azure.Activation!.Expires.ShouldBe(In(365));
    }

    [Fact]
    public async Task RunAsync_ExpiredAndTheAgreementIsRefused_DeletesNothing()
    {
        await ExpireAsync();
        Azure.Refuse = (method, path) => method == "PUT" && path == DefaultId ? (400, "AgreementEnded", "The agreement 0012345 ended.") : null;

        var failure = await RefusedAsync(() => SetAsync(Renew));

        failure.Entry.Code.ShouldBe("AZR2133");
        Azure.Registrations.Keys.ShouldBe([DefaultId]);
        Azure.Locks.Keys.ShouldBe([LockId]);
    }

    [Fact]
    public async Task RunAsync_SetOnAnExpiredOne_NamesTheCommandBeforeAnythingIsTouched()
    {
        await ExpireAsync();
        Azure.Writes.Clear();

        var failure = await RefusedAsync(() => SetAsync(new RegistrationRequest { MarketplaceSyndication = false }));

        failure.Entry.Code.ShouldBe("AZR2130");
        failure.NextCommands.ShouldBe(["azsreg registration renew --stamp AzS-ERCS01 --agreement-number 0012345"]);
        Azure.Writes.ShouldBeEmpty();
    }

    [Fact]
    public async Task PlanAsync_Renewal_ShowsTheEnd()
    {
        Azure.Expires = _ => In(60);
        await SetAsync(Capacity);

        var plan = (await PlanAsync(Renew)).Report.Plan;

        plan.Changes.Single(change => change.Subject == "end").Old.ShouldBe(In(60)[..10]);
    }

    [Fact]
    public async Task RunAsync_NodesChanged_PutsTheRegistrationAgain()
    {
        await SetAsync(PayAsYouUse);
        Stamp.Nodes = 5;

        (await PlanAsync(new RegistrationRequest())).Report.Plan.Changes.ShouldContain(change => change.Subject == "nodes" && change.Text == "4 → 5");
        await SetAsync(new RegistrationRequest());

        Azure.Registrations[DefaultId].Token.HardwareInfo.Count.ShouldBe(5);
        (await SetAsync(new RegistrationRequest())).Report.Plan.ChangesAnything.ShouldBeFalse();
    }

    [Fact]
    public async Task RunAsync_Reregister_PutsWhatWasReadBack()
    {
        await SetAsync(new RegistrationRequest { BillingModel = BillingModel.Custom, MsAssetTag = "00-TAG", MarketplaceSyndication = false });
        var before = Azure.Registrations[DefaultId].Etag;

        await SetAsync(new RegistrationRequest { Reregister = true });

        var (token, etag) = Azure.Registrations[DefaultId];
        etag.ShouldNotBe(before);
        (token.BillingModel, token.MsAssetTag, token.MarketplaceSyndicationEnabled).ShouldBe(("Custom", "00-TAG", false));
    }

    [Fact]
    public async Task PlanAsync_ReregisterWhereTheSidesDiffer_NamesTheDifference()
    {
        await SetAsync(PayAsYouUse);
        Azure.Activation = Azure.Activation! with { MarketplaceSyndicationEnabled = false };

        var plan = (await PlanAsync(new RegistrationRequest { Reregister = true })).Report.Plan;

        plan.Notes.ShouldContain("The stamp has marketplace syndication off, Azure on; Azure's counts.");
    }

    private string In(int days) => Clock.GetUtcNow().AddDays(days).ToString("yyyy-MM-dd'T'00:00:00.0000000'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private async Task ExpireAsync()
    {
        Azure.Expires = _ => In(365);
        await SetAsync(Capacity);
        Azure.Expires = _ => In(-1);
    }
}
