using Azsreg.AzureClient;
using Azsreg.Portal.Region;
using Azsreg.Portal.Session;
using Azsreg.Portal.Usage;
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

    /// <summary>What was used in the latest days, and where its reporting stands.</summary>
    public Task<Reading<UsageDays>> UsageAsync(TimeSpan patience, CancellationToken cancellationToken) => Reading<UsageDays>.OfAsync(
        async cancellation =>
        {
            var status = session.Arm.StampUsage.GetStatusAsync(Subscription, cancellation);
            var figures = UsageFigures.ReadDaysAsync(session, UsageDaysChoice.Of(Days, clock), cancellation);
            await Task.WhenAll(status, figures);
            return new UsageDays(await status, await figures);
        },
        patience, clock, cancellationToken);

    public Task<Reading<IReadOnlyList<ProductDownload>>> DownloadsAsync(TimeSpan patience, CancellationToken cancellationToken) =>
        Reading<IReadOnlyList<ProductDownload>>.OfAsync(
            async cancellation =>
                [.. (await session.Arm.StampAdmin.Marketplace(Subscription).ListDownloadsAsync(cancellation)).Where(BellContent.IsUnderway)],
            patience, clock, cancellationToken);
}
