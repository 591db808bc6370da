namespace Azsreg.Remoting.Server;

/// <summary>The jobs of one session: commands that run on while others are called, with what they wrote until it is fetched.</summary>
internal sealed class SessionJobs(TimeProvider clock)
{
    /// <summary>Jobs a session may have, ended ones included until they are removed.</summary>
    public const int MaxJobs = 32;

    private readonly Lock gate = new();
    private readonly List<SessionJob> jobs = [];
    private int lastId;
    private bool isClosed;

    /// <summary>In the order they were started.</summary>
    public IReadOnlyList<SessionJob> List()
    {
        lock (gate) return [.. jobs];
    }

    /// <summary>Starts a command and returns the object that stands for its job.</summary>
    /// <exception cref="CommandFailedException">The session has too many jobs, or ends.</exception>
    public RemoteObject Start(CommandInvocation invocation, string line, Action<Exception> log)
    {
        SessionJob job;
        lock (gate)
        {
            if (isClosed) throw new CommandFailedException(BindingErrors.Stopped());
            if (jobs.Count == MaxJobs)
            {
                throw new CommandFailedException(new RemoteError(
                    $"A session may have {MaxJobs} jobs. Remove those that are not needed any more: Remove-Job -Id N.", "TooManyJobs")
                {
                    Category = RemoteErrorCategory.LimitsExceeded,
                });
            }
            job = new SessionJob(++lastId, line, invocation.Command.HasSecretOutput, clock);
            jobs.Add(job);
            job.Start(invocation, log);
        }
        return job.ToRemoteObject();
    }

    public void Remove(SessionJob job)
    {
        lock (gate) jobs.Remove(job);
    }

    /// <summary>Stops what runs and waits for it; a job does not outlive its session.</summary>
    public async Task CloseAsync()
    {
        List<SessionJob> all;
        lock (gate)
        {
            isClosed = true;
            all = [.. jobs];
            jobs.Clear();
        }
        foreach (var job in all) job.Stop();
        await Task.WhenAll(all.Select(job => job.Completion));
    }
}
