using Azsreg.AzureClient;
using Azsreg.Protocol;

namespace Azsreg.Operator.Usage;

/// <summary>Reads both sides and compares them.</summary>
public sealed class UsageReconciler(StampUsageSide stamp, CommerceUsageSide commerce)
{
    /// <summary>Compares the days of use of a range.</summary>
    /// <param name="range">The days.</param>
    /// <param name="others">Subscriptions to look into beside those of the registration.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<UsageComparisonReport> CompareAsync(UsageRange range, IReadOnlyList<string> others, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(range);
        var status = await stamp.GetStatusAsync(cancellationToken);
        var local = await stamp.ListTotalsAsync(range, cancellationToken);
        var rows = new List<UsageSample>();
        var unread = new List<string>();
        foreach (var subscription in await commerce.SubscriptionsAsync(status.RegistrationId, others, cancellationToken))
        {
            try
            {
                // Commerce is asked by the time it received usage, which is never before the time of use but for a wrong clock: hence a day more.
                rows.AddRange(await commerce.ListUntilNowAsync(subscription, range.Start.AddDays(-1), cancellationToken));
            }
            catch (CataloguedException failure) when (failure.Entry.Kind is FailureKind.SignInOrRights or FailureKind.NotFound)
            {
                unread.Add($"{subscription}: {failure.Entry.Code} {failure.Detail}");
            }
        }

        return UsageComparison.Compare(local, rows, range, status) with { Unread = unread };
    }
}
