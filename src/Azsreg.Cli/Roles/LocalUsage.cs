using Azsreg.AzureClient;
using Azsreg.Cli.Shell;
using Azsreg.Cli.Verbs;
using Azsreg.Operator;
using Azsreg.Operator.Stamps;
using Azsreg.Operator.Usage;
using Azsreg.Protocol;

namespace Azsreg.Cli.Roles;

/// <summary>Usage of a local world, all the way: sample tenants use the stamp, the bridge reports it, and both sides are compared.</summary>
internal sealed class LocalUsage(CliContext context, OperatorContext operation, StampEntry stamp)
{
    /// <summary>The least that shows it: two tenants and a day.</summary>
    private static readonly SampleWorkloadRequest Sample = new(Seed: 1, Tenants: 2, HistoryDays: 1);

    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Has tenants use the stamp, and waits until commerce has all of it.</summary>
    /// <returns>How many records commerce has; they are the stamp's to the last unit.</returns>
    /// <exception cref="CataloguedException">Usage does not arrive, or not all of it.</exception>
    public async Task<long> ProveAsync(CancellationToken cancellationToken)
    {
        using var progress = context.StartProgress();
        using var step = progress.Begin("usage in commerce", "sample tenants, one day");
        using var side = StampUsageSide.Open(operation, stamp);
        await StampWorkloadVerbs.StartAsync(side, Sample, context.Clock, cancellationToken);
        await WaitAsync(side, cancellationToken);
        using var session = operation.OpenAzure(LocalWorld.EnvironmentName);
        var commerce = new CommerceUsageSide(session, context.Clock);
        var today = DateOnly.FromDateTime(context.Clock.GetUtcNow().UtcDateTime);
        var range = new UsageRange(today.AddDays(-UsageRange.UsualDays), today.AddDays(1));
        var report = await new UsageReconciler(side, commerce).CompareAsync(range, [], cancellationToken);
        var records = (await side.ListTotalsAsync(range, cancellationToken)).Sum(total => total.Records - total.WaitingRecords - total.RefusedRecords);
        if (!report.IsEqual)
            throw new CataloguedException(ErrorCatalogue.UsageDiffers, $"{report.Rows.Count(row => row.Difference != 0)} of {report.Rows.Count} totals differ.", ["azsreg usage reconcile"]);
        step.Succeed($"{records} records, equal on both sides");
        return records;
    }

    private async Task WaitAsync(StampUsageSide side, CancellationToken cancellationToken)
    {
        var began = context.Clock.GetTimestamp();
        while (await side.GetStatusAsync(cancellationToken) is { State: not "UpToDate" } status)
        {
            if (context.Clock.GetElapsedTime(began) > Patience)
                throw new CataloguedException(ErrorCatalogue.UsageDiffers, $"{status.WaitingRecords} records wait still ({status.State}): {status.FailureCode} {status.FailureMessage}", ["azsreg usage status"]);
            await Task.Delay(PollEvery, context.Clock, cancellationToken);
        }
    }
}
