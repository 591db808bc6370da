using Azsreg.Stamp.Alerts;
using Azsreg.Stamp.Facts;
using Azsreg.Stamp.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Stamp.Tests.Bridge;

/// <summary>What the stamp notices by itself, with a heartbeat of a second over a real socket.</summary>
public sealed class BridgeHeartbeatTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Beat_RegistrationIsFine_KeepsTheTimeOfTheContact()
    {
        await using var stamp = await StartAsync();

        var location = await UntilAsync(stamp, async () =>
        {
            var read = await stamp.ReadAsync($"{stamp.Provider}/resourceGroups/System.local/providers/Microsoft.Fabric.Admin/fabricLocations/local", "2022-03-01");
            return read["properties"]!["lastAzureContact"] is null ? null : read["properties"];
        });

        Timestamp.Parse(location["lastAzureContact"]!.GetValue<string>()).ShouldBeInRange(stamp.Clock.GetUtcNow().AddMinutes(-2), stamp.Clock.GetUtcNow());
        location["bridgeFault"].ShouldBeNull();
        (await stamp.ActiveAlertsAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("principal", "does not let the bridge's service principal sign in: AZR3")]
    [InlineData("role", "was taken away, or the registration was deleted. AuthorizationFailed")]
    [InlineData("registration", "The registration is gone from Azure")]
    [InlineData("other principal", "names another service principal")]
    [InlineData("lock", "RegistrationResourceLock is gone")]
    public async Task Beat_SomebodyBrokeIt_RaisesAnAlertWithTheCauseAndClosesItWhenMended(string what, string cause)
    {
        await using var stamp = await StartAsync();
        Break(stamp.Azure, what, broken: true);

        var alert = await UntilAsync(stamp, () => FindAsync(stamp, BridgeAlerts.Unusable));
        alert.Description[0].Text!.ShouldContain(cause);

        Break(stamp.Azure, what, broken: false);
        await UntilAsync(stamp, async () => await FindAsync(stamp, BridgeAlerts.Unusable) is null ? "closed" : null);
    }

    [Fact]
    public async Task Beat_LastDayOfAnActivation_AnnouncesItAndThenItsEnd()
    {
        await using var stamp = await StartAsync(key => key with { BillingModel = "Capacity", Expires = "2099-01-01T00:00:00.0000000Z" });
        var end = new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero);
        stamp.Clock.Advance(end.AddDays(-80) - stamp.Clock.GetUtcNow());
        (await UntilAsync(stamp, () => FindAsync(stamp, ActivationAlerts.ExpiringSoon))).Description[^1].Text.ShouldBe("(no more than 90 days are left)");

        stamp.Clock.Advance(TimeSpan.FromDays(74));
        await UntilAsync(stamp, async () => (await FindAsync(stamp, ActivationAlerts.ExpiringSoon))?.Description[^1].Text == "(no more than 7 days are left)" ? "told" : null);

        stamp.Clock.Advance(TimeSpan.FromDays(7));
        await UntilAsync(stamp, () => FindAsync(stamp, ActivationAlerts.Expired));
        (await FindAsync(stamp, ActivationAlerts.ExpiringSoon)).ShouldBeNull();
    }

    [Fact]
    public async Task Beat_PayAsYouUseWithoutALineFor30Days_IsAnAlert()
    {
        await using var stamp = await StartAsync();
        await UntilAsync(stamp, async () => stamp.Azure.TokenRequests.Count > 1 ? "looked" : null);
        stamp.Azure.RegistrationAnswer = 500;

        stamp.Clock.Advance(TimeSpan.FromDays(31));

        (await UntilAsync(stamp, () => FindAsync(stamp, BridgeAlerts.NoContact))).Title.ShouldBe("Azure Not Reached For 30 Days");
    }

    [Fact]
    public async Task Start_WithAnotherNumberOfNodes_IsAnAlertUntilTheKeyListsThem()
    {
        await using var stamp = await TestStamp.StartAsync();
        (await stamp.InvokeAsync(TestStamp.BridgeCommand())).Errors.ShouldBeEmpty();
        (await stamp.ActivateAsync(stamp.MakeKey(key => key with { HardwareInfo = Present(stamp) }))).Errors.ShouldBeEmpty();
        (await stamp.ActiveAlertsAsync()).ShouldBeEmpty();

        await stamp.StartAgainAsync(options => options with { NumberOfNodes = 5 });
        (await FindAsync(stamp, BridgeAlerts.HardwareDiffers))!.Description[0].Text!.ShouldContain("lists 4 nodes; this Azure Stack has 5, of which 1");

        (await stamp.ActivateAsync(stamp.MakeKey(key => key with { HardwareInfo = Present(stamp) }))).Errors.ShouldBeEmpty();
        (await stamp.ActiveAlertsAsync()).ShouldBeEmpty();
    }

    private static IReadOnlyList<Azsreg.Protocol.HardwareInfo> Present(TestStamp stamp) => stamp.Services.GetRequiredService<HostHardware>().Present();

    private static async Task<TestStamp> StartAsync(Func<Azsreg.Protocol.ActivationKey, Azsreg.Protocol.ActivationKey>? change = null)
    {
        var stamp = await TestStamp.StartAsync(options => options with { HeartbeatInterval = TimeSpan.FromSeconds(1) });
        (await stamp.InvokeAsync(TestStamp.BridgeCommand())).Errors.ShouldBeEmpty();
        (await stamp.ActivateAsync(stamp.MakeKey(change))).Errors.ShouldBeEmpty();
        return stamp;
    }

    private static void Break(FakeAzure azure, string what, bool broken)
    {
        switch (what)
        {
            case "principal":
                azure.TakesCertificates = !broken;
                break;
            case "role":
                azure.RegistrationAnswer = broken ? 403 : 200;
                break;
            case "registration":
                azure.RegistrationAnswer = broken ? 404 : 200;
                break;
            case "lock":
                azure.LockAnswer = broken ? 404 : 200;
                break;
            default:
                azure.RegisteredObjectId = broken ? "c0000000-0000-4000-8000-00000000beef" : null;
                break;
        }
    }

    private static async Task<StampAlert?> FindAsync(TestStamp stamp, string fault) =>
        (await stamp.ActiveAlertsAsync()).SingleOrDefault(alert => alert.FaultTypeId == fault);

    /// <summary>Looks after each beat.</summary>
    private static async Task<T> UntilAsync<T>(TestStamp stamp, Func<Task<T?>> look)
        where T : class
    {
        var from = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var beat = stamp.Log.NextAsync("The bridge's heart has beaten");
            if (await look() is { } found)
                return found;
            TimeProvider.System.GetElapsedTime(from).ShouldBeLessThan(Patience);
            await beat.WaitAsync(Patience);
        }
    }
}
