using Azsreg.Protocol;
using Azsreg.Stamp.Access;

namespace Azsreg.Stamp.Usage.Workloads;

/// <summary>Starts and stops the sample workload.</summary>
internal sealed class SampleWorkloadService(
    SampleWorkloadStore store, SampleWorkloadRunner runner, StampAccess access, AuditLog audit, StampOptions options, TimeProvider clock)
{
    public const int MostTenants = 50;

    public const int MostDays = 400;

    public async Task<SampleWorkloadState?> FindAsync(StampCaller caller, CancellationToken cancellationToken)
    {
        await access.DemandAsync(caller, StampActions.ReadUsage, cancellationToken: cancellationToken);
        return await store.FindAsync(cancellationToken);
    }

    /// <summary>Starts it. Started again with the same seed and tenants it goes on; the days before now are filled where they are not.</summary>
    /// <exception cref="ArmException">409: this stamp has no sample data, or another workload runs.</exception>
    public async Task<SampleWorkloadState> StartAsync(StampCaller caller, int seed, int tenants, int days, CancellationToken cancellationToken)
    {
        await DemandAsync(caller, cancellationToken);
        var known = await store.FindAsync(cancellationToken);
        if (known is { IsRunning: true } && (known.Seed != seed || known.Tenants != tenants))
        {
            throw new ArmException(
                409, "SampleWorkloadRuns", $"A sample workload with seed {known.Seed} and {known.Tenants} tenants runs. Stop it before another one is started.");
        }

        var now = clock.GetUtcNow();
        var first = UsageRecordId.HourOf(now) - (24 * days);
        var isSame = known is not null && known.Seed == seed && known.Tenants == tenants;
        var state = new SampleWorkloadState(
            seed, tenants, isSame ? Math.Min(first, known!.FirstHour) : first, isSame && known!.IsRunning && known.FirstHour <= first ? known.DoneThrough : first - 1,
            IsRunning: true, now, null);
        await store.PutAsync(state, cancellationToken);
        await audit.WriteAsync(caller, StampActions.RunSampleWorkload, $"seed {seed}", "Succeeded", $"started with {tenants} tenants", cancellationToken);
        runner.Wake();
        return state;
    }

    /// <summary>Stops it; what it reported stays. Null where there is none.</summary>
    public async Task<SampleWorkloadState?> StopAsync(StampCaller caller, CancellationToken cancellationToken)
    {
        await DemandAsync(caller, cancellationToken);
        if (await store.FindAsync(cancellationToken) is not { IsRunning: true } running)
            return await store.FindAsync(cancellationToken);
        var stopped = running with { IsRunning = false, StoppedAt = clock.GetUtcNow() };
        await store.PutAsync(stopped, cancellationToken);
        await audit.WriteAsync(caller, StampActions.RunSampleWorkload, $"seed {running.Seed}", "Succeeded", "stopped", cancellationToken);
        return stopped;
    }

    private async Task DemandAsync(StampCaller caller, CancellationToken cancellationToken)
    {
        await access.DemandAsync(caller, StampActions.RunSampleWorkload, cancellationToken: cancellationToken);
        if (!options.OffersSampleWorkloads)
            throw new ArmException(409, "SampleWorkloadsNotOffered", "This stamp was not started for sample data: azsreg up offers it, and azsreg stamp serve --sample-workloads.");
    }
}
