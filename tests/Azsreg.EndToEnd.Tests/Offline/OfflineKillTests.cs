using System.Diagnostics;
using System.Text.Json;

namespace Azsreg.EndToEnd.Tests;

/// <summary>
/// The operator's program dies at lines of its journal in each of the six steps of a disconnected registration; the same verb again finishes.
/// With <c>AZSREG_FULL=1</c> at every line; else at two of each step: in its middle, and when all is done but nobody was told.
/// </summary>
public sealed class OfflineKillTests(SeededFolder seed, ITestOutputHelper output)
{
    private static readonly string[] Steps = ["token", "register", "key", "activate", "deactivate", "unregister"];

    [Fact]
    public async Task EveryOfflineVerb_OperatorKilledAtJournalLines_NextRunFinishes()
    {
        await using var world = await KillWorld.StartAsync(seed);
        var points = new Dictionary<string, List<KillPoint>>();
        var dry = new OfflineLife(world);
        foreach (var step in Steps)
        {
            var (result, trace) = await new KilledRun(world, dry.Machine).DryLineAsync(dry.LineOf(step));
            await dry.ProveAsync(step, result.ShouldExitWith(0).Json);
            points[step] = Chosen([.. KillPoints.AtJournalLines(trace)]);
            output.WriteLine($"{step}: {trace.JournalEvents.Count} journal lines; {string.Join("; ", trace.Requests)}");
        }

        await world.Azure.UnregisterProviderAsync();
        var failures = new List<string>();
        for (var index = 0; index < points.Values.Max(of => of.Count); index++)
        {
            if (await FailureOfAsync(world, points, index) is { } failure)
                failures.Add(failure);
        }

        failures.ShouldBeEmpty(string.Join("\n\n", failures));
    }

    private async Task<string?> FailureOfAsync(KillWorld world, Dictionary<string, List<KillPoint>> points, int index)
    {
        var from = Stopwatch.GetTimestamp();
        var life = new OfflineLife(world);
        var at = "";
        try
        {
            foreach (var step in Steps)
            {
                var line = life.LineOf(step);
                if (points[step].ElementAtOrDefault(index) is { } point)
                {
                    at = $"{step}, killed {point}";
                    await new KilledRun(world, life.Machine).RunLineAsync(line, point);
                }

                await life.ProveAsync(step, (await life.Machine.RunAsync(line)).ShouldExitWith(0).Json);
            }

            await world.Azure.UnregisterProviderAsync();
            output.WriteLine($"{Stopwatch.GetElapsedTime(from).TotalSeconds,5:0.0} s  case {index}");
            return null;
        }
        catch (Exception failure) when (failure is ShouldAssertException or TimeoutException or HttpRequestException or JsonException)
        {
            return $"{at}\n{failure.Message}";
        }
    }

    private static List<KillPoint> Chosen(List<KillPoint> all) => KillPoints.IsFull ? all : [all[all.Count / 2], all[^1]];
}
