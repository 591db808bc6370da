using System.Diagnostics;
using System.Text.Json;

namespace Azsreg.EndToEnd.Tests;

/// <summary>
/// Walks through cases in one world: each stage with its kill, then the same verb again, which must finish; then both sides are proved. A
/// case that fails does not end the walk; the next begins in a new world. The tests of a class share one, as making it takes as long as
/// three cases.
/// </summary>
public sealed class Walk(SeededFolder seed) : IAsyncDisposable
{
    private const int MostFailures = 8;

    private KillWorld? _world;
    private Dictionary<Stage, RunTrace>? _traces;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_world is { } world)
        {
            _world = null;
            await world.DisposeAsync();
        }
    }

    /// <summary>Makes the cases from an undisturbed life of a registration, and runs them.</summary>
    internal async Task RunAsync(ITestOutputHelper output, Func<RunTrace, IEnumerable<KillPoint>> pointsOf)
    {
        var traces = _traces ??= await DryAsync();
        foreach (var (stage, trace) in traces)
            output.WriteLine($"{stage}: {trace.JournalEvents.Count} journal lines; {string.Join("; ", trace.Requests)}");
        var failures = new List<string>();
        foreach (var one in WalkCase.Zip(stage => pointsOf(traces[stage])))
        {
            if (await FailureOfAsync(output, one) is { } failure)
                failures.Add(failure);
            failures.Count.ShouldBeLessThan(MostFailures, string.Join("\n\n", failures));
        }

        failures.ShouldBeEmpty(string.Join("\n\n", failures));
    }

    /// <summary>The world, in which no stamp is registered.</summary>
    internal async Task<KillWorld> WorldAsync() => _world ??= await KillWorld.StartAsync(seed);

    private async Task<Dictionary<Stage, RunTrace>> DryAsync()
    {
        var world = await WorldAsync();
        var machine = world.NewOperator();
        var traces = new Dictionary<Stage, RunTrace>();
        foreach (var stage in Enum.GetValues<Stage>())
        {
            var (result, trace) = await new KilledRun(world, machine).DryAsync(KilledRun.VerbOf(stage));
            await StageProof.ProveAsync(world, machine, stage, result.ShouldExitWith(0).Json);
            traces[stage] = trace;
        }

        await world.Azure.UnregisterProviderAsync();
        return traces;
    }

    private async Task<string?> FailureOfAsync(ITestOutputHelper output, WalkCase one)
    {
        var from = Stopwatch.GetTimestamp();
        var at = "the beginning";
        try
        {
            var world = await WorldAsync();
            var machine = world.NewOperator();
            foreach (var stage in Enum.GetValues<Stage>())
            {
                var point = one.In(stage);
                at = $"{stage}, {(point is null ? "no kill" : $"killed {point}")}";
                if (point is null && stage == Stage.Change)
                    continue;
                var survivor = point is null ? null : await new KilledRun(world, machine).RunAsync(KilledRun.VerbOf(stage), point);
                var next = await FinishedAsync(output, machine, stage, survivor);
                await StageProof.ProveAsync(world, machine, stage, next.ShouldExitWith(0).Json);
            }

            await world.Azure.UnregisterProviderAsync();
            output.WriteLine($"{Stopwatch.GetElapsedTime(from).TotalSeconds,5:0.0} s  {one}");
            return null;
        }
        catch (Exception failure) when (failure is ShouldAssertException or TimeoutException or HttpRequestException)
        {
            output.WriteLine($"FAILED  {one}");
            await DisposeAsync();
            return $"{at}\n{failure.Message}";
        }
    }

    /// <summary>
    /// The run that finishes. One that outlives the kill of its peer finishes by itself, or says in words of the catalogue why it could not,
    /// and then the next run does. So it does where the stamp was started again too late for the last look at it: that run says that it did not look.
    /// </summary>
    private static async Task<ProgramResult> FinishedAsync(ITestOutputHelper output, OperatorMachine machine, Stage stage, ProgramResult? survivor)
    {
        if (survivor is { ExitCode: 0 } && survivor.Json.GetProperty("activationState").ValueKind != JsonValueKind.Null)
            return survivor;
        if (survivor is not null)
        {
            survivor.Output.ShouldNotContain("AZR1000", customMessage: survivor.Error);
            output.WriteLine($"         {survivor.Output.TrimEnd()}");
        }

        return await machine.RunAsync(machine.OnTheStamp(KilledRun.VerbOf(stage)));
    }
}
