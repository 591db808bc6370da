using Azsreg.Protocol;
using Azsreg.Stamp.Access;
using Azsreg.Stamp.Facts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Azsreg.Stamp.Usage.Workloads;

/// <summary>
/// Reports the sample workload's usage: first of the hours gone by, a day in a transaction, then of each hour when it is over. What was reported
/// before a stop is reported anew without effect, so nothing is missing and nothing counts twice.
/// </summary>
internal sealed partial class SampleWorkloadRunner(IServiceProvider services, TimeProvider clock, ILogger<SampleWorkloadRunner> logger) : BackgroundService
{
    private const int HoursAtOnce = 24;

    private static readonly TimeSpan LongestNap = TimeSpan.FromMinutes(1);

    // Providers tell an hour some minutes after its end.
    private static readonly TimeSpan ReportedAfter = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _woken = new(0);

    /// <summary>Has a change of the workload seen at once.</summary>
    public void Wake() => _woken.Release();

    public override void Dispose()
    {
        _woken.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await GuardAsync(stoppingToken);
                using var others = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                await Task.WhenAny(_woken.WaitAsync(others.Token), Task.Delay(LongestNap, clock, others.Token));
                await others.CancelAsync();
                stoppingToken.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            LogStopped();
        }
    }

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        var store = services.GetRequiredService<SampleWorkloadStore>();
        while (await store.FindAsync(cancellationToken) is { IsRunning: true } state)
        {
            var over = UsageRecordId.HourOf(clock.GetUtcNow() - ReportedAfter) - 1;
            if (state.DoneThrough >= over)
                return;
            var through = Math.Min(state.DoneThrough + HoursAtOnce, over);
            var workload = new SampleWorkload(state.Seed, state.Tenants, services.GetRequiredService<StampFacts>().Region);
            await store.EnterAsync(workload.Subscriptions(state.DoneThrough + 1, through), state.FirstHour, through + 1, cancellationToken);
            var result = await services.GetRequiredService<UsageIntake>().ReportAsync(StampCaller.Stamp, Reports(workload, state.DoneThrough + 1, through), cancellationToken);
            await store.AdvanceAsync(state, through, cancellationToken);
            LogReported(UsageRecordId.HourStart(through), result.Accepted, result.Repeated, result.Refused.Count);
        }
    }

    private static List<UsageReport> Reports(SampleWorkload workload, int first, int last) =>
    [
        .. Enumerable.Range(first, last - first + 1).SelectMany(hour =>
            workload.During(hour).Select(report => report with { ReportedAt = UsageRecordId.HourStart(hour + 1) + ReportedAfter })),
    ];

    private async Task GuardAsync(CancellationToken cancellationToken)
    {
        try
        {
            await FillAsync(cancellationToken);
        }
#pragma warning disable CA1031 // An hour that cannot be reported now is reported at the next turn; the log has the reason.
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogFailed(failure);
        }
    }

    [LoggerMessage(EventId = 4651, Level = LogLevel.Debug, Message = "Sample workload through {Hour}: {Accepted} records, {Repeated} known, {Refused} refused")]
    private partial void LogReported(DateTimeOffset hour, int accepted, int repeated, int refused);

    [LoggerMessage(EventId = 4652, Level = LogLevel.Error, Message = "The sample workload could not be reported")]
    private partial void LogFailed(Exception failure);

    [LoggerMessage(EventId = 4653, Level = LogLevel.Debug, Message = "The sample workload's runner stopped")]
    private partial void LogStopped();
}
