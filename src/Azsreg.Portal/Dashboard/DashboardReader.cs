using System.Globalization;
using Azsreg.AzureClient;
using Azsreg.Portal.Kit;
using Azsreg.Portal.Region;
using Azsreg.Portal.Session;
using Azsreg.Portal.Work;
using Azsreg.Protocol;

namespace Azsreg.Portal.Dashboard;

/// <summary>Reads what the cards show, each from its own source.</summary>
internal sealed class DashboardReader(PortalSession session, TimeProvider clock)
{
    /// <summary>How long the page waits for a card: it is to be usable within a second.</summary>
    public static readonly TimeSpan PagePatience = TimeSpan.FromMilliseconds(600);

    /// <summary>How long a card waits for itself.</summary>
    public static readonly TimeSpan CardPatience = TimeSpan.FromSeconds(30);

    private const int Days = 7;

    private string Subscription => session.ProviderSubscriptionId;

    public Task<Reading<StampOverview>> RegistrationAsync(TimeSpan patience, CancellationToken cancellationToken) =>
        Reading<StampOverview>.OfAsync(cancellation => StampOverview.ReadAsync(session, clock, cancellation), patience, clock, cancellationToken);

    /// <summary>The alerts that stand, the one that leads to registration first.</summary>
    public Task<Reading<IReadOnlyList<Alert>>> AlertsAsync(TimeSpan patience, CancellationToken cancellationToken) => Reading<IReadOnlyList<Alert>>.OfAsync(
        async cancellation =>
        {
            var open = new List<Alert>();
            await foreach (var alert in session.Arm.StampAdmin.ListAlertsAsync(Subscription, session.Region, cancellation))
            {
                if (string.Equals(alert.Properties.State, "Active", StringComparison.OrdinalIgnoreCase))
                    open.Add(alert);
            }

            return [.. open
                .OrderByDescending(alert => alert.Properties.Title is "Activation Required" or "Activation Expired")
                .ThenByDescending(alert => alert.Properties.Severity == "Critical")
                .ThenByDescending(alert => alert.Properties.CreatedTimestamp, StringComparer.Ordinal)];
        },
        patience, clock, cancellationToken);

    public Task<Reading<RegionHealthProperties>> HealthAsync(TimeSpan patience, CancellationToken cancellationToken) => Reading<RegionHealthProperties>.OfAsync(
        async cancellation => (await session.Arm.StampAdmin.TryGetHealthAsync(Subscription, session.Region, cancellation))?.Properties ?? new RegionHealthProperties(),
        patience, clock, cancellationToken);

    /// <summary>The latest days of use, by what has become of the records.</summary>
    public Task<Reading<UsageDays>> UsageAsync(TimeSpan patience, CancellationToken cancellationToken) => Reading<UsageDays>.OfAsync(
        async cancellation =>
        {
            var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
            var from = today.AddDays(1 - Days);
            var status = session.Arm.StampUsage.GetStatusAsync(Subscription, cancellation);
            var totals = new Dictionary<string, (long Acknowledged, long Waiting, long Refused)>(StringComparer.Ordinal);
            await foreach (var total in session.Arm.StampUsage.ListTotalsAsync(Subscription, from, today.AddDays(1), cancellation))
            {
                var (acknowledged, waiting, refused) = totals.GetValueOrDefault(total.UsageDay);
                totals[total.UsageDay] = (
                    acknowledged + total.Records - total.WaitingRecords - total.RefusedRecords, waiting + total.WaitingRecords, refused + total.RefusedRecords);
            }

            var days = Enumerable.Range(0, Days).Select(day => from.AddDays(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)).ToList();
            ChartSeries Series(string name, int colour, Func<(long Acknowledged, long Waiting, long Refused), long> value) =>
                new(name, colour, [.. days.Select(day => (decimal?)value(totals.GetValueOrDefault(day)))]);
            return new UsageDays(
                await status,
                new ChartData(
                    ChartKind.Stacked, "records", days,
                    [
                        Series("acknowledged", 0, day => day.Acknowledged), Series("waiting", 1, day => day.Waiting),
                        .. totals.Values.Any(day => day.Refused > 0) ? [Series("refused", 5, day => day.Refused)] : Array.Empty<ChartSeries>(),
                    ]),
                totals.Values.Sum(day => day.Acknowledged + day.Waiting + day.Refused));
        },
        patience, clock, cancellationToken);

    public Task<Reading<IReadOnlyList<ProductDownload>>> DownloadsAsync(TimeSpan patience, CancellationToken cancellationToken) =>
        Reading<IReadOnlyList<ProductDownload>>.OfAsync(
            async cancellation =>
                [.. (await session.Arm.StampAdmin.Marketplace(Subscription).ListDownloadsAsync(cancellation)).Where(BellContent.IsUnderway)],
            patience, clock, cancellationToken);
}
