using Azsreg.Protocol;
using Azsreg.Stamp.Access;
using Azsreg.Stamp.Tests.Fakes;
using Azsreg.Stamp.Usage;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Stamp.Tests.Usage;

/// <summary>What usage tests do again and again.</summary>
internal static class UsageRig
{
    public const string Tenant = "3c000000-0000-4000-8000-00000000000a";
    public const string Subscription = "5b000000-0000-4000-8000-00000000000b";
    public const string BaseVm = "FAB6EB84-500B-4A09-A8CA-7358F8BBAEA5";
    public const string Version = "2015-06-01-preview";

    /// <summary>A stamp that is registered with usage reporting on.</summary>
    public static async Task<TestStamp> StartRegisteredAsync(Func<ActivationKey, ActivationKey>? change = null)
    {
        var stamp = await TestStamp.StartAsync();
        stamp.Azure.Commerce.Now = stamp.Clock.GetUtcNow;
        (await stamp.InvokeAsync(TestStamp.BridgeCommand())).Errors.ShouldBeEmpty();
        await RegisterAsync(stamp, change);
        return stamp;
    }

    public static async Task RegisterAsync(TestStamp stamp, Func<ActivationKey, ActivationKey>? change = null) =>
        (await stamp.ActivateAsync(stamp.MakeKey(change))).Errors.ShouldBeEmpty();

    public static async Task DeactivateAsync(TestStamp stamp) =>
        (await stamp.InvokeAsync(new Azsreg.Remoting.Client.RemoteCommand("Remove-AzureStackActivation"))).Errors.ShouldBeEmpty();

    /// <summary>A report of the hour before the last one, of machine <paramref name="number"/>.</summary>
    public static UsageReport Report(TestStamp stamp, int number = 1, decimal quantity = 2, int revision = 0, int hoursAgo = 1) => new()
    {
        SubscriptionId = Guid.Parse(Subscription),
        TenantId = Guid.Parse(Tenant),
        ResourceUri = Machine(number),
        Location = "local",
        MeterId = BaseVm,
        Hour = UsageRecordId.HourOf(stamp.Clock.GetUtcNow()) - hoursAgo,
        Quantity = UsageQuantity.From(quantity),
        Revision = revision,
        AdditionalInfo = """{"ServiceType":"Standard_F2s"}""",
    };

    public static string Machine(int number) => $"/subscriptions/{Subscription}/resourceGroups/web/providers/Microsoft.Compute/virtualMachines/vm{number}";

    public static IReadOnlyList<UsageReport> Reports(TestStamp stamp, int count, int hoursAgo = 1) =>
        [.. Enumerable.Range(1, count).Select(number => Report(stamp, number, hoursAgo: hoursAgo))];

    public static Task<UsageIntakeResult> ReportAsync(TestStamp stamp, params IReadOnlyCollection<UsageReport> reports) =>
        stamp.Services.GetRequiredService<UsageIntake>().ReportAsync(StampCaller.Stamp, reports, CancellationToken.None);

    public static Task<UsageBridgeStatus> StatusAsync(TestStamp stamp) =>
        stamp.Services.GetRequiredService<UsageLedger>().StatusAsync(StampCaller.Stamp, CancellationToken.None);

    public static Task<UsageBridgeStatus> UntilAsync(TestStamp stamp, Func<UsageBridgeStatus, bool> isSo) =>
        stamp.UntilAsync(async () => await StatusAsync(stamp) is var status && isSo(status) ? status : null);

    /// <summary>Until all is acknowledged.</summary>
    public static Task<UsageBridgeStatus> UntilUpToDateAsync(TestStamp stamp) => UntilAsync(stamp, status => status is { State: UsageBridgeState.UpToDate });

    public static Task<Azsreg.Stamp.Alerts.StampAlert> UntilAlertAsync(TestStamp stamp, string fault) =>
        stamp.UntilAsync(async () => (await stamp.ActiveAlertsAsync()).SingleOrDefault(alert => alert.FaultTypeId == fault));

    /// <summary>Until every alert is closed: the bridge brings them to where it stands after it noted that it is up to date.</summary>
    public static Task UntilNoAlertAsync(TestStamp stamp) => stamp.UntilAsync(async () => await stamp.ActiveAlertsAsync() is { Count: 0 } none ? none : null);
}
