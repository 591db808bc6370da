using Azsreg.AzureClient;
using Azsreg.Portal.Kit;
using Azsreg.Portal.Region;
using Azsreg.Protocol;

namespace Azsreg.Portal.Tests.Region;

public sealed class StampOverviewTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Standing_NoActivation_IsNotRegistered()
    {
        var stamp = new StampOverview(new StampRegionProperties(), null, Now);

        stamp.StandingText.ShouldBe("Not registered");
        stamp.StandingKind.ShouldBe(StateKind.Warning);
        stamp.DaysLeft.ShouldBeNull();
    }

    [Theory]
    [InlineData("9999-12-30T23:59:59Z", null, "Registered", StateKind.Good, null)]
    [InlineData("9999-12-30T23:59:59Z", true, "Disconnected", StateKind.Good, null)]
    [InlineData("2026-12-03T12:00:00Z", false, "Registered", StateKind.Warning, 10)]
    [InlineData("2026-12-03T12:00:00Z", true, "Disconnected", StateKind.Warning, 10)]
    [InlineData("2027-11-23T12:00:00Z", false, "Registered", StateKind.Good, 365)]
    [InlineData("2026-11-22T12:00:00Z", false, "Expired", StateKind.Bad, -1)]
    public void Standing_Activation_FollowsItsEnd(string end, bool? isDisconnected, string text, StateKind kind, int? days)
    {
        var stamp = new StampOverview(new StampRegionProperties { IsDisconnected = isDisconnected }, Activated(end), Now);

        stamp.StandingText.ShouldBe(text);
        stamp.StandingKind.ShouldBe(kind);
        stamp.DaysLeft.ShouldBe(days);
    }

    [Fact]
    public void StandingKind_BridgeFault_IsAWarningInWords()
    {
        var stamp = new StampOverview(new StampRegionProperties { BridgeFault = "RegistrationGone" }, Activated("9999-12-30T23:59:59Z"), Now);

        stamp.StandingKind.ShouldBe(StateKind.Warning);
        stamp.BridgeFaultText.ShouldBe("The registration is gone from Azure.");
    }

    [Fact]
    public void NodesDiffer_HostAdded_IsSeen() =>
        new StampOverview(new StampRegionProperties { NumberOfNodes = 5, RegisteredNodes = 4 }, null, Now).NodesDiffer.ShouldBeTrue();

    private static ActivationProperties Activated(string end) => new(
        "Azure Stack Activation", "/subscriptions/s/resourceGroups/azurestack/providers/Microsoft.AzureStack/registrations/r", end, true, true, "Succeeded");
}
