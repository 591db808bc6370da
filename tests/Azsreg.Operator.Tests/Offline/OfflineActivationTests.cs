using Azsreg.Operator.Offline;
using Azsreg.Operator.Registration;
using Azsreg.Operator.Tests.Registration;
using Azsreg.Operator.Workflow;
using Azsreg.Protocol;

namespace Azsreg.Operator.Tests.Offline;

public sealed class OfflineActivationTests : OfflineRig
{
    [Fact]
    public async Task Activate_KeyOfTheRegistration_ActivatesTheStamp()
    {
        await WholeWayAsync();

        Azure.Activation!.RegistrationName.ShouldBe(DefaultName);
        Azure.Activation.AgreementNumber.ShouldBe("0010004711");
        (Azure.Activation.MarketplaceSyndicationEnabled, Azure.Activation.UsageReportingEnabled).ShouldBe((false, false));
    }

    [Fact]
    public async Task Activate_Twice_ChangesNothing()
    {
        await WholeWayAsync();

        (await ActivateAsync()).Report.Plan.ChangesAnything.ShouldBeFalse();
    }

    [Fact]
    public async Task Activate_StampAlone_AsksAzureNothing()
    {
        await TokenAsync();
        await RegisterAsync();
        await KeyAsync();
        Azure.Requests.Clear();

        var outcome = await ActivateAsync(withAdmin: false);

        Azure.Requests.ShouldBeEmpty();
        outcome.StampReading.WasRead.ShouldBeFalse();
        Azure.Activation.ShouldNotBeNull();
    }

    [Fact]
    public async Task Activate_KeyOfAnotherStamp_IsRefusedBeforeTheStampIsTouched()
    {
        Azure.Register("other", new RegistrationToken { Version = "1.0", CloudId = "91d", BillingModel = "Development" });
        await KeyAsync(new RegistrationTarget { Name = "other" });

        var failure = await RefusedAsync(() => ActivateAsync());

        failure.Entry.ShouldBe(ErrorCatalogue.ActivationKeyForeign);
        failure.Detail.ShouldContain("for cloud id 91d");
        Stamp.Called("New-AzureStackActivation").ShouldBeEmpty();
    }

    [Fact]
    public async Task Activate_StampBefore1712_IsRefused()
    {
        await TokenAsync();
        await RegisterAsync();
        await KeyAsync();
        Stamp.Version = "1.0.171201.3";

        (await RefusedAsync(() => ActivateAsync())).Entry.ShouldBe(ErrorCatalogue.StampTooOld);
    }

    [Fact]
    public async Task Key_FileOfAnotherStamp_StaysUnlessForced()
    {
        Azure.Register("other", new RegistrationToken { Version = "1.0", CloudId = "91d", BillingModel = "Development" });
        await KeyAsync(new RegistrationTarget { Name = "other" });
        await TokenAsync();
        await RegisterAsync();

        (await RefusedAsync(() => KeyAsync())).Entry.ShouldBe(ErrorCatalogue.CarriedFileInTheWay);

        CarriedFiles.ReadKey(KeyFile).Key.CloudId.ShouldBe("91d");
        await KeyAsync(force: true);
        CarriedFiles.ReadKey(KeyFile).Key.CloudId.ShouldBe(FakeStamp.CloudId);
    }

    [Fact]
    public async Task Key_NameInTwoGroups_WantsTheGroup()
    {
        Azure.Register("same", new RegistrationToken { Version = "1.0", CloudId = "91d", BillingModel = "Development" });
        Azure.Register("same", new RegistrationToken { Version = "1.0", CloudId = "91e", BillingModel = "Development" }, "second");

        var failure = await RefusedAsync(() => KeyAsync(new RegistrationTarget { Name = "same" }));

        failure.NextCommands.ShouldContain("azsreg offline key --registration-name same --resource-group second");
        (await KeyAsync(new RegistrationTarget { Name = "same", ResourceGroup = "second" })).CloudId.ShouldBe("91e");
    }

    [Fact]
    public async Task Deactivate_Activated_AsksAzureNothingAndNamesTheRegistration()
    {
        await WholeWayAsync();

        var outcome = await DeactivateAsync();

        Azure.Activation.ShouldBeNull();
        outcome.RegistrationId.ShouldBe(DefaultId);
        outcome.StampReading.ActivationRequiredAlert.ShouldBe("Active");
    }

    [Fact]
    public async Task Deactivate_StampAlone_AsksAzureNothing()
    {
        await WholeWayAsync();
        Azure.Requests.Clear();

        await DeactivateAsync(withAdmin: false);

        Azure.Requests.ShouldBeEmpty();
        Azure.Activation.ShouldBeNull();
    }

    [Fact]
    public async Task Deactivate_NotActivated_ChangesNothing()
    {
        (await DeactivateAsync()).Report.Plan.ChangesAnything.ShouldBeFalse();

        Stamp.Called("Remove-AzureStackActivation").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("name")]
    [InlineData("cloud id")]
    [InlineData("cloud id in capitals")]
    public async Task Unregister_ByAnyWay_FindsItInAnyGroupAndLiftsTheLock(string way)
    {
        await TokenAsync();
        await RegisterAsync("mine", "elsewhere");
        var target = way switch
        {
            "name" => new RegistrationTarget { Name = "mine" },
            "cloud id" => new RegistrationTarget { CloudId = FakeStamp.CloudId },
            _ => new RegistrationTarget { CloudId = FakeStamp.CloudId.ToUpperInvariant() },
        };

        var outcome = await UnregisterAsync(target);

        outcome.RegistrationId.ShouldBe(FakeAzure.RegistrationId("mine", "elsewhere"));
        Azure.Registrations.ShouldBeEmpty();
        Azure.Locks.ShouldBeEmpty();
        Azure.Groups.ShouldBeEmpty();
        History.Read()[0].Event.ShouldBe("removed");
    }

    [Fact]
    public async Task Unregister_OtherStampsThere_LeavesThem()
    {
        Azure.Register("other", new RegistrationToken { Version = "1.0", CloudId = "91d", BillingModel = "Development" });
        await TokenAsync();
        await RegisterAsync();

        await UnregisterAsync(new RegistrationTarget { CloudId = FakeStamp.CloudId });

        Azure.Registrations.Keys.ShouldBe([FakeAzure.RegistrationId("other")]);
        Azure.Groups.Keys.ShouldBe(["azurestack"]);
    }

    [Fact]
    public async Task Unregister_RemovedFromHereBefore_ChangesNothing()
    {
        await TokenAsync();
        await RegisterAsync();
        await UnregisterAsync(new RegistrationTarget { Name = DefaultName });
        Azure.Writes.Clear();

        var outcome = await UnregisterAsync(new RegistrationTarget { CloudId = FakeStamp.CloudId });

        outcome.Report.Plan.ChangesAnything.ShouldBeFalse();
        outcome.RegistrationId.ShouldBe(DefaultId);
        Azure.Writes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Unregister_Nothing_IsNotFound()
    {
        var failure = await RefusedAsync(() => UnregisterAsync(new RegistrationTarget { CloudId = "91d" }));

        failure.Entry.ShouldBe(ErrorCatalogue.RegistrationNotFound);
        failure.Detail.ShouldContain("of cloud id 91d");
    }

    [Fact]
    public async Task Unregister_LockOfSomeoneElse_IsNamedAndNothingTouched()
    {
        await TokenAsync();
        await RegisterAsync();
        Azure.Locks[$"{DefaultId}/providers/Microsoft.Authorization/locks/keep"] = "CanNotDelete";

        (await RefusedAsync(() => UnregisterAsync(new RegistrationTarget { Name = DefaultName }))).Entry.ShouldBe(ErrorCatalogue.LockedBySomeoneElse);

        Azure.Locks.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Unregister_DeletionRefused_SetsTheLockAgain()
    {
        await TokenAsync();
        await RegisterAsync();
        Azure.Refuse = (method, path) => method == "DELETE" && path == DefaultId ? (400, "Odd", "Not today.") : null;

        await RefusedAsync(() => UnregisterAsync(new RegistrationTarget { Name = DefaultName }));

        Azure.Locks.Keys.ShouldBe([LockId]);
    }
}
