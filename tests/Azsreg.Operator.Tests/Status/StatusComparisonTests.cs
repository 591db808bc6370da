using Azsreg.Operator.Registration;
using Azsreg.Operator.Status;

namespace Azsreg.Operator.Tests.Status;

public sealed class StatusComparisonTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private const string Id = "/subscriptions/s/resourceGroups/azurestack/providers/Microsoft.AzureStack/registrations/r";

    private static readonly AzureReading Azure = new()
    {
        WasRead = true, SubscriptionId = "s", RegistrationId = Id, CloudId = "5b0", BillingModel = "PayAsYouUse", MarketplaceSyndication = true, UsageReporting = true, Locked = true, BridgeHasRole = true, BridgeObjectId = "b1b1",
    };

    private static readonly StampReading Side = new(
        true, ActivationState: "Active", ActivationRequiredAlert: "Closed", RegistrationId: Id.ToUpperInvariant().Replace("/SUBSCRIPTIONS/S", "/subscriptions/s", StringComparison.Ordinal),
        MarketplaceSyndication: true, UsageReporting: true, CloudId: "5B0", BillingModel: "PayAsYouUse");

    [Fact]
    public void Compare_SameButForLetterCase_IsRegistered()
    {
        var report = StatusComparison.Compare("AzS", Azure, Side, Now);

        report.Differences.ShouldBeEmpty();
        report.State.ShouldBe("Registered");
        report.Notes.ShouldBeEmpty();
    }

    [Fact]
    public void Compare_OtherBillingModelOnTheStamp_SaysBoth()
    {
        var report = StatusComparison.Compare("AzS", Azure with { BillingModel = "Capacity" }, Side, Now);

        report.State.ShouldBe("Differs");
        report.Differences.Single().ShouldBe("Billing model: Azure says Capacity, the stamp PayAsYouUse. azsreg registration set brings the stamp up to date.");
    }

    [Fact]
    public void Compare_StampHasOtherHosts_SaysBothCounts()
    {
        var report = StatusComparison.Compare("AzS", Azure, Side with { HardwareDiffers = true, Nodes = 5, RegisteredNodes = 4 }, Now);

        report.State.ShouldBe("Differs");
        report.Differences.Single().ShouldStartWith("The registration lists 4 nodes, the stamp has 5.");
    }

    [Theory]
    [InlineData("PrincipalRefused", 1)]
    [InlineData("NotReached", 0)]
    [InlineData(null, 0)]
    public void Compare_BridgeFault_IsADifferenceUnlessAzureOnlyDidNotAnswer(string? fault, int differences) =>
        StatusComparison.Compare("AzS", Azure, Side with { BridgeFault = fault }, Now).Differences.Count.ShouldBe(differences);

    [Fact]
    public void Compare_BothWithoutALine_IsRegisteredAndSaysSo()
    {
        var report = StatusComparison.Compare("AzS", Azure with { BridgeObjectId = null, BridgeHasRole = null }, Side with { IsDisconnected = true }, Now);

        report.State.ShouldBe("Registered");
        report.IsDisconnected.ShouldBe(true);
        report.Next.ShouldBeEmpty();
    }

    [Fact]
    public void Compare_WithALine_IsNotDisconnected() =>
        StatusComparison.Compare("AzS", Azure, Side with { IsDisconnected = false }, Now).IsDisconnected.ShouldBe(false);

    [Fact]
    public void Compare_AzureStillHasTheFormerLine_IsADifference()
    {
        var report = StatusComparison.Compare("AzS", Azure, Side with { IsDisconnected = true }, Now);

        report.Differences.Single().ShouldBe("The stamp is activated without a line to Azure, and its registration is one with a line.");
        report.Next.ShouldBe(["azsreg offline token --stamp AzS --billing-model PayAsYouUse"]);
    }

    [Fact]
    public void Compare_WithoutALineAndOtherHosts_BeginsWithAToken()
    {
        var report = StatusComparison.Compare(
            "AzS", Azure with { BridgeObjectId = null, BridgeHasRole = null, BillingModel = "Capacity" },
            Side with { IsDisconnected = true, BillingModel = "Capacity", AgreementNumber = "0012345", HardwareDiffers = true, Nodes = 5, RegisteredNodes = 4 }, Now);

        report.Differences.Single().ShouldContain("azsreg offline token");
        report.Next.ShouldBe(["azsreg offline token --stamp AzS --billing-model Capacity --agreement-number \"0012345\""]);
    }

    [Fact]
    public void Compare_OnlyAzureHasIt_SaysThatTheStampIsNotActivated()
    {
        var report = StatusComparison.Compare("AzS", Azure, new StampReading(true, ActivationState: "NotActivated"), Now);

        report.Differences.Single().ShouldContain("the stamp is not activated");
        report.Notes.ShouldContain(StatusComparison.Obligation);
    }

    [Fact]
    public void Compare_OnlyTheStampHasIt_SaysThatAzureHasItNoMore()
    {
        var report = StatusComparison.Compare("AzS", new AzureReading { WasRead = true, SubscriptionId = "s" }, Side, Now);

        report.Differences.Single().ShouldContain("which Azure does not have any more");
    }

    [Fact]
    public void Compare_StampOfAnotherSubscription_IsNotCalledGone()
    {
        var report = StatusComparison.Compare("AzS", new AzureReading { WasRead = true, SubscriptionId = "other" }, Side, Now);

        report.Differences.Single().ShouldContain("a registration of another subscription");
    }

    [Fact]
    public void Compare_StampNotRead_DiffersInNothingAndSaysSo()
    {
        var report = StatusComparison.Compare("AzS", Azure, StampReading.NotRead("nobody is signed in there"), Now);

        report.Differences.ShouldBeEmpty();
        report.State.ShouldBe("Registered");
        report.Notes.ShouldBe(["The stamp was not read: nobody is signed in there."]);
    }

    [Fact]
    public void Compare_NeitherHasIt_NamesTheObligation()
    {
        var report = StatusComparison.Compare("AzS", new AzureReading { WasRead = true }, new StampReading(true, ActivationState: "NotActivated"), Now);

        report.State.ShouldBe("NotRegistered");
        report.Notes.ShouldBe([StatusComparison.Obligation]);
    }

    [Fact]
    public void Compare_BridgeWithoutItsRole_Differs()
    {
        StatusComparison.Compare("AzS", Azure with { BridgeHasRole = false }, Side, Now).Differences.Single().ShouldContain("Azure Stack Registration Owner");
    }

    [Theory]
    [InlineData("2026-12-12T12:00:00Z", 20)]
    [InlineData("2026-11-22T13:00:00Z", 1)]
    [InlineData("2026-11-12T12:00:00Z", -10)]
    public void Compare_ActivationThatEnds_CountsTheDaysAndSaysRenew(string expiration, int days)
    {
        var report = StatusComparison.Compare("AzS", Azure, Side with { Expiration = expiration, ActivationState = days < 0 ? "Expired" : "Active" }, Now);

        report.DaysLeft.ShouldBe(days);
        report.Next.ShouldBe(["azsreg registration renew --stamp AzS"]);
    }

    [Fact]
    public void Compare_ActivationWithoutEnd_HasNothingToDo()
    {
        var report = StatusComparison.Compare("AzS", Azure, Side with { Expiration = "9999-12-30T23:59:59Z" }, Now);

        report.Expires.ShouldBeNull();
        report.DaysLeft.ShouldBeNull();
        report.Next.ShouldBeEmpty();
    }

    [Fact]
    public void Compare_StampNotRead_TakesTheEndFromAzuresKey()
    {
        var report = StatusComparison.Compare("AzS", Azure with { Expires = Now.AddDays(200) }, StampReading.NotRead("nobody is signed in there"), Now);

        report.DaysLeft.ShouldBe(200);
        report.Next.ShouldBe(["azsreg login --stamp AzS"]);
    }

    [Fact]
    public void Compare_AzureNotRead_SaysWhatWouldHelp() => StatusComparison
        .Compare("AzS", AzureReading.NotRead("no account is signed in", "azsreg login"), Side, Now).Next.ShouldBe(["azsreg login"]);

    [Fact]
    public void Compare_NeitherHasIt_LeadsToCheckAndPlan() => StatusComparison
        .Compare("AzS", new AzureReading { WasRead = true }, new StampReading(true, ActivationState: "NotActivated"), Now).Next.ShouldBe(
            ["azsreg check --stamp AzS", "azsreg registration set --stamp AzS --billing-model PayAsYouUse --plan"]);

    [Fact]
    public void Compare_OnlyTheStampHasIt_LeadsToRegisteringAgain() => StatusComparison
        .Compare("AzS", new AzureReading { WasRead = true, SubscriptionId = "s" }, Side, Now).Next.ShouldBe(["azsreg registration set --stamp AzS --reregister"]);

    [Fact]
    public void Compare_StampOfAnotherSubscription_LeadsThere() => StatusComparison
        .Compare("AzS", new AzureReading { WasRead = true, SubscriptionId = "other" }, Side, Now).Next.ShouldBe(["azsreg account set --subscription s"]);

    [Fact]
    public void Compare_PrincipalGone_SaysSoAndHowItIsMended()
    {
        var report = StatusComparison.Compare("AzS", Azure with { BridgeExists = false }, Side, Now);

        report.Differences.Single().ShouldContain("gone from the directory");
        report.Next.ShouldBe(["azsreg registration set --stamp AzS"]);
    }
}
