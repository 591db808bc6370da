using Azsreg.Protocol;
using Azsreg.Stamp.Activation;
using Azsreg.Stamp.Alerts;
using Azsreg.Stamp.Bridge;
using Azsreg.Stamp.Facts;

namespace Azsreg.Stamp.Tests.Alerts;

public sealed class BridgeAlertsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void For_NothingWrong_GivesNoAlert() =>
        BridgeAlerts.For(Activation(), Health(BridgeFault.None, Now), null, Now).ShouldBeEmpty();

    [Theory]
    [InlineData("PrincipalRefused", "does not let the bridge's service principal sign in: why")]
    [InlineData("NotAuthorized", "'Azure Stack Registration Owner' was taken away, or the registration was deleted. why")]
    [InlineData("RegistrationGone", "The registration is gone from Azure: /r")]
    [InlineData("PrincipalReplaced", "names another service principal than this activation: why")]
    [InlineData("LockMissing", "RegistrationResourceLock is gone")]
    public void For_Fault_NamesTheCause(string fault, string text)
    {
        var alert = BridgeAlerts.For(Activation(), Health(Enum.Parse<BridgeFault>(fault), Now), null, Now).ShouldHaveSingleItem();

        alert.Title.ShouldBe("Azure Bridge Cannot Use Its Registration");
        alert.Description[0].Text!.ShouldContain(text);
    }

    [Fact]
    public void For_AzureNotReachedToday_GivesNoAlert() =>
        BridgeAlerts.For(Activation(), Health(BridgeFault.NotReached, Now.AddDays(-1)), null, Now).ShouldBeEmpty();

    [Theory]
    [InlineData("PayAsYouUse", 29, 0)]
    [InlineData("PayAsYouUse", 30, 1)]
    [InlineData("Development", 300, 0)]
    [InlineData("Capacity", 300, 0)]
    public void For_DaysOfSilence_IsAnAlertWhereUsageMustBeReported(string model, int days, int alerts) =>
        BridgeAlerts.For(Activation() with { BillingModel = model }, Health(BridgeFault.NotReached, Now.AddDays(-days)), null, Now)
            .Count(alert => alert.Title == "Azure Not Reached For 30 Days").ShouldBe(alerts);

    [Fact]
    public void For_NeverLookedSinceTheActivation_CountsFromIt() =>
        BridgeAlerts.For(Activation() with { ChangedAt = Timestamp.Format(Now.AddDays(-30)) }, null, null, Now).ShouldHaveSingleItem()
            .Description[0].Text!.ShouldContain("2026-10-23");

    [Fact]
    public void For_OtherHosts_TellsBothCounts()
    {
        var alert = BridgeAlerts.For(Activation(), null, new HardwareChange(4, 5, 1), Now).ShouldHaveSingleItem();

        alert.Title.ShouldBe(WellKnown.HardwareDiffersAlert);
        alert.Description[0].Text.ShouldBe("The registration lists 4 nodes; this Azure Stack has 5, of which 1 are not listed.");
    }

    private static BridgeHealth Health(BridgeFault fault, DateTimeOffset contact) => new("/r", Now, contact, fault, "why");

    private static ActivationRecord Activation() => new()
    {
        ActivationId = Guid.Empty,
        RegistrationId = "/r",
        Environment = "Local",
        DisplayName = "Azure Stack Activation",
        BillingModel = "PayAsYouUse",
        ObjectId = "b",
        MarketplaceEndpoint = "",
        MarketplaceResourceUri = "",
        UsageEndpoint = "",
        UsageResourceUri = "",
        ExpiresAt = DateTimeOffset.MaxValue,
        MarketplaceSyndicationEnabled = true,
        UsageReportingEnabled = true,
        ActivationKey = new Secret("key"),
        ActivatedAt = Timestamp.Format(Now),
        ChangedAt = Timestamp.Format(Now),
    };
}
