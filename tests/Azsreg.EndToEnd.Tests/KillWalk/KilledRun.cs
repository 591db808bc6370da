using System.Text.Json;

namespace Azsreg.EndToEnd.Tests;

/// <summary>Runs a stage's verb once with a kill at a point, and leaves every role running again.</summary>
internal sealed class KilledRun(KillWorld world, OperatorMachine machine)
{
    /// <summary>128 and SIGKILL's number.</summary>
    private const int Killed = 128 + 9;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public static string[] VerbOf(Stage stage) => stage switch
    {
        Stage.Register => ["registration", "set", "--billing-model", "PayAsYouUse"],
        Stage.Change => ["registration", "set", "--billing-model", "Development"],
        _ => ["registration", "remove"],
    };

    /// <summary>Runs a verb of the privileged endpoint undisturbed and tells at which points it could have been killed.</summary>
    public Task<(ProgramResult Result, RunTrace Trace)> DryAsync(string[] verb) => DryLineAsync(machine.OnTheStamp(verb));

    /// <summary>Runs a whole line undisturbed and tells at which points it could have been killed.</summary>
    public async Task<(ProgramResult Result, RunTrace Trace)> DryLineAsync(string[] line)
    {
        var watch = new RequestWatch();
        var before = JournalLines.Read(machine.Journals).Count;
        world.Watch(watch);
        var result = await machine.RunAsync(line);
        world.Watch(null);
        var events = JournalLines.Read(machine.Journals).Skip(before).Select(one => JsonDocument.Parse(one).RootElement.GetProperty("event").GetString()!);
        return (result, new RunTrace(watch.Seen, [.. events]));
    }

    /// <summary>Runs it with the kill; null where the operator died, else how the operator's run ended.</summary>
    public Task<ProgramResult?> RunAsync(string[] verb, KillPoint point) => RunLineAsync(machine.OnTheStamp(verb), point);

    /// <summary>Runs a whole line with the kill; null where the operator died, else how the operator's run ended.</summary>
    public Task<ProgramResult?> RunLineAsync(string[] line, KillPoint point) => point switch
    {
        KillPoint.AtJournalLine at => AtLineAsync(line, at),
        KillPoint.AtRequest at => AtRequestAsync(line, at),
        _ => throw new ArgumentOutOfRangeException(nameof(point)),
    };

    private async Task<ProgramResult?> AtLineAsync(string[] line, KillPoint.AtJournalLine at)
    {
        AzsregProgram? run = null;
        using var journal = new JournalLines(machine.Journals, count =>
        {
            if (count >= at.Line)
                Volatile.Read(ref run)?.Kill();
        });
        await using var started = machine.Start(line);
        Volatile.Write(ref run, started);
        // A busy machine may be late with the news of the line: then the run gets no further than its next request.
        world.Gate(() =>
        {
            if (journal.Count < at.Line)
                return Task.CompletedTask;
            started.Kill();
            return started.Ended;
        });
        try
        {
            var ended = await started.WaitForExitAsync(Limit);
            if (!(at.IsLast && ended.ExitCode == 0))
                ended.ShouldExitWith(Killed);
            return null;
        }
        finally
        {
            world.Gate(null);
        }
    }

    private async Task<ProgramResult?> AtRequestAsync(string[] line, KillPoint.AtRequest at)
    {
        var watch = new RequestWatch(at.Request, at.Phase);
        world.Watch(watch);
        try
        {
            await using var run = machine.Start(line);
            var ended = run.WaitForExitAsync(Limit);
            await Task.WhenAny(watch.Reached, ended);
            watch.Reached.IsCompleted.ShouldBeTrue($"The run did not come to {at}; it sent:\n{string.Join('\n', watch.Seen)}\n{run.Output}\n{run.Error}");
            if (at.Victim == Victim.Operator)
            {
                await run.KillAsync();
                (await ended).ShouldExitWith(Killed);
                watch.Release(cut: false);
                return null;
            }

            var role = at.Victim == Victim.Cloud ? world.Cloud : world.Stamp;
            await role.KillAsync();
            watch.Release(cut: at.Victim == RequestNames.ServerOf(at.Request));
            await role.StartAsync();
            return await ended;
        }
        finally
        {
            world.Watch(null);
            watch.Release(cut: true);
        }
    }
}
