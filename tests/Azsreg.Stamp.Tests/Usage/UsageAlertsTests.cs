using Azsreg.Protocol;
using Azsreg.Stamp.Activation;
using Azsreg.Stamp.Usage;

namespace Azsreg.Stamp.Tests.Usage;

public sealed class UsageAlertsTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 29, 2, 30, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(true, "bridge", false, "PayAsYouUse", UsageBridgeState.UpToDate)]
    [InlineData(false, "bridge", false, "Development", UsageBridgeState.Off)]
    [InlineData(true, "bridge", true, "PayAsYouUse", UsageBridgeState.Expired)]
    [InlineData(false, "", false, "Development", UsageBridgeState.Disconnected)]
    [InlineData(false, "", false, "Capacity", UsageBridgeState.Off)]
    public void StateOf_Activation_SaysWhetherUsageIsSent(bool reporting, string bridge, bool ended, string model, object expected) =>
        UsageReporting.StateOf(Activation(reporting, bridge, ended, model), Now).ShouldBe((UsageBridgeState)expected);

    [Fact]
    public void StateOf_NoActivation_IsNotRegistered() => UsageReporting.StateOf(null, Now).ShouldBe(UsageBridgeState.NotRegistered);

    [Theory]
    [InlineData(23, false)]
    [InlineData(24, true)]
    public void For_RecordsThatWait_IsAnAlertAfterADay(int hours, bool expected) =>
        UsageAlerts.For(Status(UsageBridgeState.Behind, waiting: 5, oldest: Now.AddHours(-hours)), Now).Any(alert => alert.FaultTypeId == UsageAlerts.Behind).ShouldBe(expected);

    [Fact]
    public void For_UpToDate_IsNone() => UsageAlerts.For(Status(UsageBridgeState.UpToDate), Now).ShouldBeEmpty();

    [Fact]
    public void For_OffForMonths_IsNone() => UsageAlerts.For(Status(UsageBridgeState.Off, waiting: 5, oldest: Now.AddDays(-90)), Now).ShouldBeEmpty();

    [Fact]
    public void For_Refused_TellsTheReason()
    {
        var status = Status(UsageBridgeState.Refused, waiting: 1, oldest: Now) with
        {
            Progress = UsageBridgeProgress.None with { FailedAt = Now, Code = "RegistrationNotFound", Message = "Gone.", IsRefused = true },
        };

        UsageAlerts.For(status, Now).Single().Description[0].Text.ShouldBe("Usage is kept and not lost, but Azure does not take it: RegistrationNotFound Gone.");
    }

    private static UsageBridgeStatus Status(UsageBridgeState state, long waiting = 0, DateTimeOffset? oldest = null) =>
        new(state, null, new UsageBacklog(waiting, oldest, 0, 1), UsageBridgeProgress.None);

    private static ActivationRecord Activation(bool reporting, string bridge, bool ended, string model) => new()
    {
        ActivationId = Guid.Empty,
        RegistrationId = "r",
        Environment = "Local",
        DisplayName = "d",
        BillingModel = model,
        ObjectId = bridge,
        MarketplaceEndpoint = "",
        MarketplaceResourceUri = "",
        UsageEndpoint = "",
        UsageResourceUri = "",
        ExpiresAt = Now.AddHours(ended ? 0 : 1),
        MarketplaceSyndicationEnabled = false,
        UsageReportingEnabled = reporting,
        ActivationKey = new Secret("k"),
        ActivatedAt = "",
        ChangedAt = "",
    };
}
