using Azsreg.Operator.Registration;
using Azsreg.Protocol;

namespace Azsreg.Operator.Tests.Registration;

public sealed class RegistrationRemovalTests : RegistrationRig
{
    [Fact]
    public async Task RunAsync_RegisteredFromHere_TakesEverythingAwayAgain()
    {
        await SetAsync(PayAsYouUse);

        var outcome = await RemoveAsync();

        Azure.Registrations.ShouldBeEmpty();
        Azure.Locks.ShouldBeEmpty();
        Azure.Roles.ShouldBeEmpty();
        Azure.Principals.ShouldBeEmpty();
        Azure.Groups.ShouldBeEmpty();
        Azure.Activation.ShouldBeNull();
        outcome.StampReading.ActivationState.ShouldBe("NotActivated");
        outcome.StampReading.ActivationRequiredAlert.ShouldBe("Active");
        History.Read()[0].Event.ShouldBe("removed");
    }

    [Fact]
    public async Task RunAsync_ItemsOnAStampThatDropsThem_NamesEachBeforeItAsks()
    {
        await SetAsync(PayAsYouUse);
        Azure.Downloaded.AddRange(["Ubuntu", "WordPress"]);

        var plan = (await RemoveAsync()).Report.Plan;

        plan.Changes.ShouldContain(change => change.Sign == '-' && change.Subject == "downloaded marketplace items" && change.Text == "2, 3.0 GB");
        plan.Notes.ShouldContain("- Ubuntu 1.0");
        plan.Notes.ShouldContain("- WordPress 1.0");
    }

    [Fact]
    public async Task RunAsync_ItemsOnAStampThatKeepsThem_SaysThatTheyStay()
    {
        await SetAsync(PayAsYouUse);
        Azure.Downloaded.Add("Ubuntu");
        Azure.KeepsDownloaded = true;

        var plan = (await RemoveAsync()).Report.Plan;

        plan.Changes.ShouldContain(change => change.Sign == '=' && change.Subject == "downloaded marketplace items" && change.Text == "1, 1.5 GB: the stamp keeps them");
        plan.Notes.ShouldNotContain(note => note.Contains("Ubuntu", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunAsync_GroupWasThereBefore_KeepsIt()
    {
        Azure.Groups["azurestack"] = "westeurope";
        await SetAsync(PayAsYouUse);

        await RemoveAsync();

        Azure.Groups.Keys.ShouldBe(["azurestack"]);
    }

    [Fact]
    public async Task RunAsync_AzureSideGone_RemovesTheActivation()
    {
        await SetAsync(PayAsYouUse);
        Azure.Registrations.Clear();
        Azure.Activation = null;

        var outcome = await RemoveAsync();

        outcome.Report.Applied.ShouldBeTrue();
        Azure.Registrations.ShouldBeEmpty();
    }

    [Fact]
    public async Task RunAsync_StampSideGone_RemovesTheRegistration()
    {
        await SetAsync(PayAsYouUse);
        Azure.Activation = null;

        await RemoveAsync();

        Azure.Registrations.ShouldBeEmpty();
        Stamp.Called("Remove-AzureStackActivation").ShouldBeEmpty();
    }

    [Fact]
    public async Task RunAsync_NameOfAnotherStamp_IsRefusedAndTheRightRegistrationNamed()
    {
        await SetAsync(PayAsYouUse);
        Azure.Register("other", new RegistrationToken { CloudId = "91d", BillingModel = "Development", Version = "1.0" });

        var failure = await RefusedAsync(() => RemoveAsync(new RemovalRequest { RegistrationName = "other" }));

        failure.Entry.Code.ShouldBe("AZR2104");
        failure.NextCommands.Single().ShouldContain(DefaultName);
        Azure.Registrations.Count.ShouldBe(2);
        Azure.Activation.ShouldNotBeNull();
    }

    [Fact]
    public async Task RunAsync_LockOfSomeoneElse_IsNamedBeforeTheStampIsTouched()
    {
        await SetAsync(PayAsYouUse);
        Azure.Locks[$"{DefaultId}/providers/Microsoft.Authorization/locks/keep"] = "CanNotDelete";

        var failure = await RefusedAsync(() => RemoveAsync());

        failure.Entry.Code.ShouldBe("AZR2106");
        failure.Detail.ShouldContain("'keep'");
        Azure.Activation.ShouldNotBeNull();
        Azure.Locks.Count.ShouldBe(2);
    }

    [Fact]
    public async Task RunAsync_DeletionIsRefused_ActivatesAgainAndSetsTheLockAgain()
    {
        await SetAsync(PayAsYouUse);
        Azure.Refuse = (method, path) => method == "DELETE" && path == DefaultId ? (400, "Odd", "Not today.") : null;

        var failure = await RefusedAsync(() => RemoveAsync());

        failure.Entry.Code.ShouldBe("AZR2109");
        Azure.Locks.Keys.ShouldBe([LockId]);
        Azure.Activation.ShouldNotBeNull();
    }

    [Fact]
    public async Task RunAsync_PrincipalMayNotBeRemoved_EndsWellAndSaysSo()
    {
        await SetAsync(PayAsYouUse);
        Azure.Refuse = (method, path) => method == "DELETE" && path.StartsWith("/graph/", StringComparison.Ordinal) ? (403, "Authorization_RequestDenied", "No.") : null;

        var outcome = await RemoveAsync();

        outcome.Report.Applied.ShouldBeTrue();
        Events.ShouldContain(one => one.Step == "bridge" && one.Detail != null && one.Detail.StartsWith("left in the directory"));
    }

    [Fact]
    public async Task RunAsync_SecondRun_ChangesNothing()
    {
        await SetAsync(PayAsYouUse);
        await RemoveAsync();
        Azure.Writes.Clear();

        var outcome = await RemoveAsync();

        outcome.Report.Plan.ChangesAnything.ShouldBeFalse();
        Azure.Writes.ShouldBeEmpty();
    }
}
