using System.Text.Json;

namespace Azsreg.EndToEnd.Tests;

/// <summary>Runs a verb once with a kill at a point, and leaves every role running again.</summary>
internal sealed class KilledRun(KillWorld world, OperatorMachine machine)
{
    /// <summary>128 and SIGKILL's number.</summary>
    private const int Killed = 128 + 9;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    public static string[] VerbOf(Stage stage) => stage switch
    {
        Stage.Register => ["registration", "set", "--billing-model", "PayAsYouUse"],
        Stage.Change => ["registration", "set", "--billing-model", "Development"],
        _ => ["registration", "remove"],
    };

    /// <summary>Runs it undisturbed and tells at which points it could have been killed.</summary>
    public async Task<(ProgramResult Result, RunTrace Trace)> DryAsync(string[] verb)
    {
        var watch = new RequestWatch();
        var before = JournalLines.Read(machine.Journals).Count;
        world.Watch(watch);
        var result = await machine.RunAsync(machine.OnTheStamp(verb));
        world.Watch(null);
        var events = JournalLines.Read(machine.Journals).Skip(before).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("event").GetString()!);
        return (result, new RunTrace(watch.Seen, [.. events]));
    }

    /// <summary>Runs it with the kill; null where the operator died, else how the operator's run ended.</summary>
    public Task<ProgramResult?> RunAsync(string[] verb, KillPoint point) => point switch
    {
        KillPoint.AtJournalLine at => AtLineAsync(verb, at),
        KillPoint.AtRequest at => AtRequestAsync(verb, at),
        _ => throw new ArgumentOutOfRangeException(nameof(point)),
    };

    private async Task<ProgramResult?> AtLineAsync(string[] verb, KillPoint.AtJournalLine at)
    {
        AzsregProgram? run = null;
        using var lines = new JournalLines(machine.Journals, count =>
        {
            if (count >= at.Line)
                Volatile.Read(ref run)?.Kill();
        });
        await using var started = machine.Start(machine.OnTheStamp(verb));
        Volatile.Write(ref run, started);
        var ended = await started.WaitForExitAsync(Limit);
        if (!(at.IsLast && ended.ExitCode == 0))
            ended.ShouldExitWith(Killed);
        return null;
    }

    private async Task<ProgramResult?> AtRequestAsync(string[] verb, KillPoint.AtRequest at)
    {
        var watch = new RequestWatch(at.Request, at.Phase);
        world.Watch(watch);
        try
        {
            await using var run = machine.Start(machine.OnTheStamp(verb));
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
