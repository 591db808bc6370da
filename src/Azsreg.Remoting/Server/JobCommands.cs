using System.Collections;
using System.Globalization;

namespace Azsreg.Remoting.Server;

/// <summary>The commands that deal with a session's jobs, as far as PowerShell's own go in a session without a language.</summary>
internal static class JobCommands
{
    /// <summary>The switch that makes a job of a command.</summary>
    public const string Parameter = "AsJob";

    private static readonly ConstrainedParameter[] Chosen =
    [
        new("Id", typeof(int[])) { Position = 0, Description = "Numbers of the jobs." },
        new("Name", typeof(string[])) { Description = "Names, with * and ? as wildcards." },
        new("InstanceId", typeof(Guid[])) { Description = "Their unique ids." },
        new("Job", typeof(object[])) { Description = "Objects of Get-Job; they may also come through the pipeline." },
    ];

    public static IReadOnlyList<ConstrainedCommand> All { get; } =
    [
        new("Get-Job", GetAsync)
        {
            Description = "Lists the jobs of this session.",
            Parameters = [Chosen[0], Chosen[1], Chosen[2], new("State", typeof(string)) { ValidateSet = ["Running", "Completed", "Failed", "Stopped"], Description = "Only jobs in this state." }],
            OutputTypes = ["System.Management.Automation.Job"],
        },
        new("Receive-Job", ReceiveAsync)
        {
            Description = "Writes what jobs have written, stream by stream.",
            Parameters =
            [
                .. Chosen, ConstrainedParameter.Switch("Keep", "It can be received again."),
                ConstrainedParameter.Switch("Wait", "Goes on until the jobs have ended."),
                ConstrainedParameter.Switch("AutoRemoveJob", "Removes the jobs at their end; with -Wait."),
            ],
        },
        new("Wait-Job", WaitAsync)
        {
            Description = "Waits until jobs have ended.",
            Parameters =
            [
                .. Chosen, ConstrainedParameter.Switch("Any", "One of them is enough."),
                new("Timeout", typeof(int)) { DefaultValue = -1, Aliases = ["TimeoutSec"], Description = "Seconds to wait at most; -1 waits for ever." },
            ],
            OutputTypes = ["System.Management.Automation.Job"],
        },
        new("Stop-Job", StopAsync)
        {
            Description = "Stops jobs.",
            Parameters = [.. Chosen, ConstrainedParameter.Switch("PassThru", "Writes the jobs.")],
        },
        new("Remove-Job", RemoveAsync)
        {
            Description = "Removes jobs that have ended, with what they wrote.",
            Parameters = [.. Chosen, ConstrainedParameter.Switch("Force", "Stops those that run first.")],
        },
    ];

    /// <summary>The command with <c>-AsJob</c>.</summary>
    public static ConstrainedCommand WithParameter(ConstrainedCommand command) => command with
    {
        Parameters = [.. command.Parameters, ConstrainedParameter.Switch(Parameter, "Runs it as a job of this session and writes the job.")],
    };

    private static Task GetAsync(CommandInvocation run, CancellationToken cancellationToken)
    {
        var state = run.Get<string>("State");
        var names = (string[])["Id", "Name", "InstanceId"];
        foreach (var job in names.Any(run.IsBound) ? Find(run) : run.Session.Jobs.List())
            if (string.IsNullOrEmpty(state) || job.State == state) run.WriteObject(job.ToRemoteObject());
        return Task.CompletedTask;
    }

    private static async Task ReceiveAsync(CommandInvocation run, CancellationToken cancellationToken)
    {
        var (keep, wait) = (run.Get<bool>("Keep"), run.Get<bool>("Wait"));
        if (run.Get<bool>("AutoRemoveJob") && !wait)
        {
            throw new CommandFailedException(new RemoteError(
                "The AutoRemoveJob parameter cannot be used without the Wait parameter.", "AutoRemoveJobParameterRequiresWaitParameter")
            {
                Category = RemoteErrorCategory.InvalidArgument,
            });
        }
        foreach (var job in Find(run))
        {
            while (true)
            {
                var isFinished = job.IsFinished;
                var (records, more) = job.Receive(keep && !wait);
                foreach (var record in records) run.Replay(record, job.IsSecret);
                if (!wait || isFinished) break;
                await Task.WhenAny(more, job.Completion).WaitAsync(cancellationToken);
            }
            if (run.Get<bool>("AutoRemoveJob")) run.Session.Jobs.Remove(job);
        }
    }

    private static async Task WaitAsync(CommandInvocation run, CancellationToken cancellationToken)
    {
        var jobs = Find(run);
        var seconds = run.Get<int>("Timeout");
        var ends = jobs.Select(job => job.Completion).ToList();
        if (ends.Count == 0) return;
        try
        {
            var end = run.Get<bool>("Any") ? Task.WhenAny(ends) : Task.WhenAll(ends);
            await end.WaitAsync(seconds < 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(seconds), run.Session.Clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            // As PowerShell's own: a wait that was too short writes the jobs that have ended, and no error.
        }
        foreach (var job in jobs.Where(job => job.IsFinished)) run.WriteObject(job.ToRemoteObject());
    }

    private static async Task StopAsync(CommandInvocation run, CancellationToken cancellationToken)
    {
        foreach (var job in Find(run))
        {
            job.Stop();
            await job.Completion.WaitAsync(cancellationToken);
            if (run.Get<bool>("PassThru")) run.WriteObject(job.ToRemoteObject());
        }
    }

    private static async Task RemoveAsync(CommandInvocation run, CancellationToken cancellationToken)
    {
        foreach (var job in Find(run))
        {
            if (!job.IsFinished && !run.Get<bool>("Force"))
            {
                run.WriteError(new RemoteError(
                    $"The command cannot remove the job with the job ID {job.Id} because the job is not finished. To remove the job, first stop the job, or use the Force parameter.",
                    "JobObjectNotFinishedCannotBeRemoved,Microsoft.PowerShell.Commands.RemoveJobCommand")
                {
                    Category = RemoteErrorCategory.InvalidOperation,
                    Reason = "ArgumentException",
                });
                continue;
            }
            job.Stop();
            await job.Completion.WaitAsync(cancellationToken);
            run.Session.Jobs.Remove(job);
        }
    }

    /// <summary>The jobs named by parameters and pipeline input, each once; what is not there is an error and the rest goes on.</summary>
    private static List<SessionJob> Find(CommandInvocation run)
    {
        var all = run.Session.Jobs.List();
        var found = new List<SessionJob>();
        foreach (var id in run.Get<int[]>("Id") ?? [])
            Take(run, found, all.Where(job => job.Id == id), "Id", "Session", id.ToString(CultureInfo.InvariantCulture));
        foreach (var name in run.Get<string[]>("Name") ?? [])
            Take(run, found, all.Where(job => CommandMetadata.IsMatch(job.Name, name)), "Name", "Name", name);
        foreach (var id in run.Get<Guid[]>("InstanceId") ?? [])
            Take(run, found, all.Where(job => job.InstanceId == id), "InstanceId", "InstanceId", id.ToString());
        var given = run.Parameters.TryGetValue("Job", out var value) && value is IEnumerable objects ? objects.Cast<object?>() : [];
        foreach (var item in given.Concat(run.Input))
        {
            var id = (item as RemoteObject)?.GetString("InstanceId") ?? "";
            Take(run, found, all.Where(job => Guid.TryParse(id, out var wanted) && job.InstanceId == wanted), "Job", "InstanceId", id);
        }
        return found;
    }

    private static void Take(
        CommandInvocation run, List<SessionJob> found, IEnumerable<SessionJob> matches, string parameter, string kind, string wanted)
    {
        var jobs = matches.ToList();
        if (jobs.Count == 0 && !CommandMetadata.HasWildcard(wanted))
        {
            run.WriteError(new RemoteError(
                $"The command cannot find a job with the {parameter} '{wanted}'. Verify the value of the {parameter} parameter and then try the command again.",
                $"JobWithSpecified{kind}NotFound,{run.Command.Name}")
            {
                Category = RemoteErrorCategory.ObjectNotFound,
                Reason = "PSArgumentException",
                TargetName = wanted,
            });
        }
        found.AddRange(jobs.Except(found));
    }
}
