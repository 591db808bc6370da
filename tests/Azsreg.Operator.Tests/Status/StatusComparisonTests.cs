using Azsreg.Operator.Registration;
using Azsreg.Operator.Status;

namespace Azsreg.Operator.Tests.Status;

public sealed class StatusComparisonTests
{
    private const string Id = "/subscriptions/s/resourceGroups/azurestack/providers/Microsoft.AzureStack/registrations/r";

    private static readonly AzureReading Azure = new()
    {
        WasRead = true, SubscriptionId = "s", RegistrationId = Id, CloudId = "5b0", BillingModel = "PayAsYouUse", MarketplaceSyndication = true, UsageReporting = true, Locked = true, BridgeHasRole = true,
    };

    private static readonly StampReading Side = new(
        true, ActivationState: "Active", ActivationRequiredAlert: "Closed", RegistrationId: Id.ToUpperInvariant().Replace("/SUBSCRIPTIONS/S", "/subscriptions/s", StringComparison.Ordinal),
        MarketplaceSyndication: true, UsageReporting: true, CloudId: "5B0", BillingModel: "PayAsYouUse");

    [Fact]
    public void Compare_SameButForLetterCase_IsRegistered()
    {
        var report = StatusComparison.Compare("AzS", Azure, Side);

        report.Differences.ShouldBeEmpty();
        report.State.ShouldBe("Registered");
        report.Notes.ShouldBeEmpty();
    }

    [Fact]
    public void Compare_OtherBillingModelOnTheStamp_SaysBoth()
    {
        var report = StatusComparison.Compare("AzS", Azure with { BillingModel = "Capacity" }, Side);

        report.State.ShouldBe("Differs");
        report.Differences.Single().ShouldBe("Billing model: Azure says Capacity, the stamp PayAsYouUse. azsreg registration set brings the stamp up to date.");
    }

    [Fact]
    public void Compare_StampHasOtherHosts_SaysBothCounts()
    {
        var report = StatusComparison.Compare("AzS", Azure, Side with { HardwareDiffers = true, Nodes = 5, RegisteredNodes = 4 });

        report.State.ShouldBe("Differs");
        report.Differences.Single().ShouldStartWith("The registration lists 4 nodes, the stamp has 5.");
    }

    [Theory]
    [InlineData("PrincipalRefused", 1)]
    [InlineData("NotReached", 0)]
    [InlineData(null, 0)]
    public void Compare_BridgeFault_IsADifferenceUnlessAzureOnlyDidNotAnswer(string? fault, int differences) =>
        StatusComparison.Compare("AzS", Azure, Side with { BridgeFault = fault }).Differences.Count.ShouldBe(differences);

    [Fact]
    public void Compare_OnlyAzureHasIt_SaysThatTheStampIsNotActivated()
    {
        var report = StatusComparison.Compare("AzS", Azure, new StampReading(true, ActivationState: "NotActivated"));

        report.Differences.Single().ShouldContain("the stamp is not activated");
        report.Notes.ShouldContain(StatusComparison.Obligation);
    }

    [Fact]
    public void Compare_OnlyTheStampHasIt_SaysThatAzureHasItNoMore()
    {
        var report = StatusComparison.Compare("AzS", new AzureReading { WasRead = true, SubscriptionId = "s" }, Side);

        report.Differences.Single().ShouldContain("which Azure does not have any more");
    }

    [Fact]
    public void Compare_StampOfAnotherSubscription_IsNotCalledGone()
    {
        var report = StatusComparison.Compare("AzS", new AzureReading { WasRead = true, SubscriptionId = "other" }, Side);

        report.Differences.Single().ShouldContain("a registration of another subscription");
    }

    [Fact]
    public void Compare_StampNotRead_DiffersInNothingAndSaysSo()
    {
        var report = StatusComparison.Compare("AzS", Azure, StampReading.NotRead("nobody is signed in there"));

        report.Differences.ShouldBeEmpty();
        report.State.ShouldBe("Registered");
        report.Notes.ShouldBe(["The stamp was not read: nobody is signed in there."]);
    }

    [Fact]
    public void Compare_NeitherHasIt_NamesTheObligation()
    {
        var report = StatusComparison.Compare("AzS", new AzureReading { WasRead = true }, new StampReading(true, ActivationState: "NotActivated"));

        report.State.ShouldBe("NotRegistered");
        report.Notes.ShouldBe([StatusComparison.Obligation]);
    }

    [Fact]
    public void Compare_BridgeWithoutItsRole_Differs()
    {
        StatusComparison.Compare("AzS", Azure with { BridgeHasRole = false }, Side).Differences.Single().ShouldContain("Azure Stack Registration Owner");
    }
}
