using Azsreg.Protocol;

namespace Azsreg.Stamp.Marketplace.Downloads;

/// <summary>A download while this process has it.</summary>
internal sealed class RunningDownload(MarketplaceOperation operation, DownloadProgress progress, CancellationToken stopping) : IDisposable
{
    private readonly CancellationTokenSource _ended = CancellationTokenSource.CreateLinkedTokenSource(stopping);

    public MarketplaceOperation Operation { get; } = operation;

    public DownloadProgress Progress { get; } = progress;

    /// <summary>Cancelled with the stamp's end, and when somebody ends the download.</summary>
    public CancellationToken Ended => _ended.Token;

    public bool IsCancelled { get; private set; }

    /// <summary>Completed when its own files are all there, whatever it waits for beyond that; fails with the download.</summary>
    public TaskCompletionSource Brought { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completed when it is over and its books are written.</summary>
    public TaskCompletionSource Over { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How it ended, where that cannot be written: a full disk can keep the books from it for a while.</summary>
    public MarketplaceOperation? Result { get; set; }

    /// <summary>What Azure is told of its end, once all else is done.</summary>
    public MarketplaceProductLogUpdate? ToTell { get; set; }

    public void Cancel()
    {
        IsCancelled = true;
        _ended.Cancel();
    }

    public void Dispose() => _ended.Dispose();
}
