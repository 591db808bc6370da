namespace Azsreg.Remoting.WsMan;

/// <summary>Fragments that wait for the client's next Receive, of the shell's own stream or of one command.</summary>
/// <param name="maxWaiting">Most bytes that wait here.</param>
/// <param name="budget">What all queues of the service share.</param>
internal sealed class OutputQueue(int maxWaiting, OutputBudget budget)
{
    private readonly Queue<byte[]> fragments = new();
    private readonly Lock gate = new();
    private TaskCompletionSource arrived = NewSignal();
    private int waiting;
    private bool complete;
    private bool aborted;

    /// <summary>False if too much waits already; the final fragment is always taken.</summary>
    public bool TryAdd(byte[] fragment, bool isFinal)
    {
        lock (gate)
        {
            if (aborted || complete) return true;
            if (!isFinal && waiting + fragment.Length > maxWaiting) return false;
            if (!budget.TryTake(fragment.Length, isFinal)) return false;
            fragments.Enqueue(fragment);
            waiting += fragment.Length;
            complete = isFinal;
            arrived.TrySetResult();
            return true;
        }
    }

    /// <summary>Ends the waiting of Receives: the shell or the command is gone. A Receive that is waiting still gets what is there.</summary>
    public void Abort()
    {
        lock (gate)
        {
            aborted = true;
            budget.Return(waiting);
            waiting = 0;
            arrived.TrySetResult();
        }
    }

    /// <summary>As many fragments as fit into <paramref name="room"/> bytes; waits for the first one.</summary>
    /// <exception cref="WsManFault">Nothing came in time, or the shell is gone.</exception>
    public async Task<(List<byte[]> Fragments, bool Done)> TakeAsync(int room, TimeSpan timeout, TimeProvider clock, CancellationToken cancellationToken)
    {
        Task signal;
        lock (gate) signal = arrived.Task;
        try
        {
            await signal.WaitAsync(timeout, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw WsManFault.TimedOut();
        }
        lock (gate)
        {
            var taken = new List<byte[]>();
            while (fragments.TryPeek(out var next) && (taken.Count == 0 || next.Length <= room))
            {
                taken.Add(fragments.Dequeue());
                room -= next.Length;
                if (aborted) continue;
                waiting -= next.Length;
                budget.Return(next.Length);
            }
            if (fragments.Count == 0 && !complete && !aborted) arrived = NewSignal();
            // Another Receive of the same stream may have been faster.
            if (taken.Count == 0 && !complete) throw aborted ? WsManFault.Aborted() : WsManFault.TimedOut();
            return (taken, complete && fragments.Count == 0);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
