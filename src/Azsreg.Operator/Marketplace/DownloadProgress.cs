using Azsreg.Protocol;

namespace Azsreg.Operator.Marketplace;

/// <summary>Where a download stands at one look.</summary>
public sealed record DownloadProgress
{
    /// <summary>Whose.</summary>
    public required MarketplaceItem Item { get; init; }

    /// <summary>Where it stands.</summary>
    public required DownloadStage Stage { get; init; }

    /// <summary>What is done at this moment, in the stamp's words; null where it tells none.</summary>
    public string? Phase { get; init; }

    /// <summary>Bytes that are there; null where the stamp tells none, as a real one does.</summary>
    public long? BytesDone { get; init; }

    /// <summary>Bytes of all files; the size in the catalogue where the stamp tells none.</summary>
    public long? BytesTotal { get; init; }

    /// <summary>Bytes a second of late; null where the stamp tells none.</summary>
    public double? BytesPerSecond { get; init; }

    /// <summary>0 to 100; null where the stamp tells none.</summary>
    public double? Percent { get; init; }

    /// <summary>Why it failed.</summary>
    public CataloguedException? Failure { get; init; }

    /// <summary>How long it may still take at the rate of late; null where that cannot be told.</summary>
    public TimeSpan? Left => TimeLeft(Stage, BytesDone, BytesTotal, BytesPerSecond);

    /// <summary>True where nothing more happens.</summary>
    public bool IsEnded => Stage is DownloadStage.Downloaded or DownloadStage.InPlace or DownloadStage.Failed;

    internal static TimeSpan? TimeLeft(DownloadStage stage, long? done, long? total, double? bytesPerSecond) =>
        stage == DownloadStage.Downloading && bytesPerSecond > 0 && total - done is { } left and > 0
            ? TimeSpan.FromSeconds(Math.Min(left / bytesPerSecond.Value, TimeSpan.FromDays(99).TotalSeconds))
            : null;
}
