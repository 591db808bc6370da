using Azsreg.Operator.Registration;
using Azsreg.Protocol;
using Azsreg.Remoting;

namespace Azsreg.Operator.Tests.Registration;

/// <summary>What a connected registration refuses, and where: before anything is touched.</summary>
public sealed class RegistrationRefusalTests : RegistrationRig
{
    private const string Scope = "/subscriptions/" + FakeAzure.Subscription;

    [Fact]
    public async Task RunAsync_SeveralBillingRulesBroken_TellsAllBeforeAnythingIsTouched()
    {
        Azure.ProviderRegistered = false;
        Azure.Quota = "PayAsYouGo_2014-09-01";

        var failure = await RefusedAsync(() => SetAsync(new RegistrationRequest { BillingModel = BillingModel.Capacity, MsAssetTag = "x" }));

        failure.Entry.Code.ShouldBe("AZR2101");
        failure.Detail.ShouldContain("MissingAgreementNumber");
        failure.Detail.ShouldContain("OfferNotAllowed");
        failure.Detail.ShouldContain("MsAssetTagNotAllowed");
        failure.Detail.ShouldEndWith("Nothing was changed.");
        Azure.Writes.ShouldBeEmpty();
        Stamp.Called().ShouldBe(["Get-AzureStackStampInformation"]);
    }

    [Fact]
    public async Task RunAsync_NameOfAnotherStamp_IsRefusedAndTheRightNameTold()
    {
        Azure.Register("AzureStackRegistration", new RegistrationToken { CloudId = "91d", BillingModel = "Development", Version = "1.0" });

        var failure = await RefusedAsync(() => SetAsync(PayAsYouUse with { RegistrationName = "AzureStackRegistration" }));

        failure.Entry.Code.ShouldBe("AZR2104");
        failure.NextCommands.Single().ShouldEndWith($"--registration-name {DefaultName}");
        Azure.Writes.ShouldBeEmpty();
    }

    [Fact]
    public async Task RunAsync_StampRegisteredUnderAnotherName_IsRefusedAndThatNameTold()
    {
        Azure.Register("old", new RegistrationToken { CloudId = FakeStamp.CloudId, BillingModel = "Development", Version = "1.0" }, "elsewhere");

        var failure = await RefusedAsync(() => SetAsync(PayAsYouUse with { RegistrationName = "new" }));

        failure.Entry.Code.ShouldBe("AZR2105");
        failure.Detail.ShouldContain("'old' in elsewhere");
        Azure.Writes.ShouldBeEmpty();
    }

    [Fact]
    public async Task RunAsync_StampRegisteredAndNoNameGiven_TakesItsOwnRegistration()
    {
        Azure.Register("old", new RegistrationToken { CloudId = FakeStamp.CloudId, BillingModel = "Development", Version = "1.0" }, "elsewhere");

        var outcome = await SetAsync(PayAsYouUse);

        outcome.Summary.RegistrationId.ShouldBe(FakeAzure.RegistrationId("old", "elsewhere"));
        Azure.Registrations.Count.ShouldBe(1);
    }

    [Fact]
    public async Task RunAsync_ServicePrincipalWithoutRefreshToken_IsToldBeforeAnythingIsTouched()
    {
        Azure.RefreshToken = null;

        var failure = await RefusedAsync(() => SetAsync(PayAsYouUse));

        failure.Entry.Code.ShouldBe("AZR3004");
        Azure.Writes.ShouldBeEmpty();
    }

    [Fact]
    public async Task RunAsync_RightsMissing_NamesAllOfThemBeforeAnythingIsTouched()
    {
        Azure.NotActions.Add("Microsoft.Authorization/*/write");

        var failure = await RefusedAsync(() => SetAsync(PayAsYouUse));

        failure.Entry.Code.ShouldBe("AZR3005");
        failure.Detail.ShouldContain("Microsoft.Authorization/locks/write");
        failure.Detail.ShouldContain("Microsoft.Authorization/roleAssignments/write");
        Azure.Writes.ShouldBeEmpty();
    }

    [Fact]
    public async Task RunAsync_UnknownLocation_ListsTheKnownOnes()
    {
        var failure = await RefusedAsync(() => SetAsync(PayAsYouUse with { Location = "atlantis" }));

        failure.Entry.Code.ShouldBe("AZR2102");
        failure.Detail.ShouldStartWith("'atlantis' is not available. Available locations: westcentralus, westeurope.");
        Azure.Writes.ShouldBeEmpty();
    }

    [Fact]
    public async Task RunAsync_LocationByItsDisplayName_IsTheSameLocation()
    {
        await SetAsync(PayAsYouUse with { Location = "West Europe" });

        Azure.Groups["azurestack"].ShouldBe("westeurope");
    }

    [Fact]
    public async Task RunAsync_ReadOnlyLockOfSomeoneElse_IsNamedBeforeAnythingIsTouched()
    {
        Azure.Groups["azurestack"] = "westcentralus";
        var foreign = $"{Scope}/resourceGroups/azurestack/providers/Microsoft.Authorization/locks/freeze";
        Azure.Locks[foreign] = "ReadOnly";

        var failure = await RefusedAsync(() => SetAsync(PayAsYouUse));

        failure.Entry.Code.ShouldBe("AZR2106");
        failure.Detail.ShouldContain(foreign);
        Azure.Writes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("AzureGermanCloud", "1.2311.1.22")]
    [InlineData("AzureChinaCloud", "1.0.180106.1")]
    [InlineData("AzureUSGovernment", "1.1802.0.1")]
    public async Task RunAsync_CloudThatTakesNoSuchStamp_IsRefused(string environment, string version)
    {
        Stamp.Version = version;

        var failure = await RefusedAsync(() => SetAsync(PayAsYouUse, environment: environment));

        failure.Entry.Code.ShouldBe("AZR2114");
        Azure.Writes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("AzureChinaCloud")]
    [InlineData("AzureUSGovernment")]
    public async Task RunAsync_SovereignCloudAndAStampOf1803_Registers(string environment)
    {
        Stamp.Version = "1.1803.0.1";

        (await SetAsync(PayAsYouUse, environment: environment)).Report.Applied.ShouldBeTrue();
    }

    [Fact]
    public async Task RunAsync_StampIsDown_SaysThatItCannotBeReachedAndTouchesNothing()
    {
        Stamp.Lose = (_, _) => new RemotingUnreachableException("Nobody listens.");

        var failure = await RefusedAsync(() => SetAsync(PayAsYouUse));

        failure.Entry.Kind.ShouldBe(FailureKind.Unreachable);
        failure.Detail.ShouldEndWith("Nothing was changed.");
        Azure.Writes.ShouldBeEmpty();
    }
}
