namespace Azsreg.Stamp.Marketplace.Downloads;

/// <summary>How far a running download is. Written by its transfers, read by whoever polls.</summary>
/// <param name="clock">The time.</param>
/// <param name="changed">Called at every step.</param>
internal sealed class DownloadProgress(TimeProvider clock, Action? changed = null)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly Queue<(long At, long Bytes)> _recent = [];
    private long _done;
    private long _inWindow;
    private readonly long _began = clock.GetTimestamp();

    public long BytesDone => Interlocked.Read(ref _done);

    public long BytesTotal { get; set; }

    public DownloadPhase Phase
    {
        get;
        set
        {
            field = value;
            changed?.Invoke();
        }
    } = DownloadPhase.Waiting;

    /// <summary>What came over the line in the last seconds, by second.</summary>
    public long BytesPerSecond
    {
        get
        {
            lock (_lock)
            {
                Forget();
                var span = Math.Min(Window.TotalSeconds, clock.GetElapsedTime(_began).TotalSeconds);
                return span <= 0 ? 0 : (long)(_inWindow / Math.Max(span, 0.2));
            }
        }
    }

    /// <summary>Counts verified bytes that were on the stamp before.</summary>
    public void Found(long bytes) => Interlocked.Add(ref _done, bytes);

    /// <summary>Counts verified bytes that came over the line.</summary>
    public void Fetched(int bytes)
    {
        Interlocked.Add(ref _done, bytes);
        lock (_lock)
        {
            _recent.Enqueue((clock.GetTimestamp(), bytes));
            _inWindow += bytes;
            Forget();
        }

        changed?.Invoke();
    }

    /// <summary>Takes back what must be fetched anew.</summary>
    public void Lost(long bytes) => Interlocked.Add(ref _done, -bytes);

    private void Forget()
    {
        while (_recent.TryPeek(out var oldest) && clock.GetElapsedTime(oldest.At) > Window)
            _inWindow -= _recent.Dequeue().Bytes;
    }
}
