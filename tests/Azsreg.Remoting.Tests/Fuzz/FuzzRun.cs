using System.Diagnostics;

namespace Azsreg.Remoting.Tests.Fuzz;

/// <summary>Feeds one target from several threads and watches time and memory of every single input.</summary>
internal sealed class FuzzRun(FuzzTarget target, int seed)
{
    private const int MaxFailures = 20;

    private readonly List<FuzzFailure> failures = [];
    private long next;
    private long inputs;
    private long refused;
    private long slowest;
    private long mostAllocated;

    /// <summary>No input may take longer; a garbage collection and a busy machine are within it.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Told by a worker (its number, the input's) before each input, so that a crash of the whole process can be traced.</summary>
    public Action<int, long>? Began { get; init; }

    public IReadOnlyList<FuzzFailure> Failures => failures;

    public long Inputs => Interlocked.Read(ref inputs);

    /// <summary>Inputs that were protocol errors; the others were still legal.</summary>
    public long Refused => Interlocked.Read(ref refused);

    public TimeSpan Slowest => TimeSpan.FromTicks(Interlocked.Read(ref slowest));

    public long MostAllocated => Interlocked.Read(ref mostAllocated);

    /// <summary>Input number <paramref name="index"/>; the same for the same seed.</summary>
    public byte[] Input(long index)
    {
        var hash = 2166136261u;
        foreach (var c in target.Name) hash = (hash ^ c) * 16777619;
        var mixed = (ulong)index * 0x9E3779B97F4A7C15 ^ ((ulong)(uint)seed << 32 | hash) * 0xC2B2AE3D27D4EB4F;
        return target.Inputs.Next(new Random((int)(mixed >> 32 ^ mixed)));
    }

    /// <summary>Runs until <paramref name="count"/> inputs were fed, the time is over, or too much has failed.</summary>
    public void Run(long count, TimeSpan atMost, int workers)
    {
        var began = Stopwatch.GetTimestamp();
        var states = Enumerable.Range(0, workers).Select(number => new Worker(number)).ToList();
        foreach (var state in states)
        {
            state.Thread = new Thread(() =>
            {
                while (Stopwatch.GetElapsedTime(began) < atMost && Interlocked.Increment(ref next) is var index && index <= count && !HasFailedEnough) Feed(state, index);
            })
            {
                // An input that never ends must not keep the process.
                IsBackground = true,
            };
            state.Thread.Start();
        }
        foreach (var state in states)
        {
            while (!state.Thread!.Join(250))
            {
                var stuck = states.Find(worker => Volatile.Read(ref worker.Since) is > 0 and var since && Stopwatch.GetElapsedTime(since) > TimeLimit);
                if (stuck is null) continue;
                var index = Volatile.Read(ref stuck.Index);
                Fail(index, Input(index), $"did not end within {TimeLimit.TotalSeconds:0} s");
                return;
            }
        }
    }

    /// <summary>Feeds one input; null if it was answered as it must be.</summary>
    public FuzzFailure? Feed(long index)
    {
        Feed(new Worker(0), index);
        return failures.LastOrDefault();
    }

    private bool HasFailedEnough
    {
        get
        {
            lock (failures) return failures.Count >= MaxFailures;
        }
    }

    private void Feed(Worker worker, long index)
    {
        Began?.Invoke(worker.Number, index);
        var input = Input(index);
        Volatile.Write(ref worker.Index, index);
        var from = Stopwatch.GetTimestamp();
        Volatile.Write(ref worker.Since, from);
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            target.Feed(input);
        }
        catch (RemotingProtocolException)
        {
            Interlocked.Increment(ref refused);
        }
        catch (Exception e)
        {
            Fail(index, input, e.ToString());
        }
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        var took = Stopwatch.GetElapsedTime(from);
        Volatile.Write(ref worker.Since, 0);
        Interlocked.Increment(ref inputs);
        Most(ref slowest, took.Ticks);
        Most(ref mostAllocated, allocated);
        if (took > TimeLimit) Fail(index, input, $"took {took.TotalSeconds:0.0} s");
        if (allocated > target.BaseAllocation + ((long)target.AllocationFactor * input.Length)) Fail(index, input, $"allocated {allocated} bytes");
    }

    private void Fail(long index, byte[] input, string reason)
    {
        lock (failures) failures.Add(new FuzzFailure(target.Name, seed, index, input, reason));
    }

    private static void Most(ref long most, long value)
    {
        long known;
        while ((known = Interlocked.Read(ref most)) < value && Interlocked.CompareExchange(ref most, value, known) != known)
        {
        }
    }

    private sealed class Worker(int number)
    {
        public long Index;
        public long Since;

        public int Number { get; } = number;

        public Thread? Thread { get; set; }
    }
}
