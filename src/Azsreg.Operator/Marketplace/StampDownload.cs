using Azsreg.AzureClient;
using Azsreg.Protocol;

namespace Azsreg.Operator.Marketplace;

/// <summary>A download or an import as the stamp tells it to everybody, whoever began it.</summary>
public sealed record StampDownload
{
    /// <summary>The product's id.</summary>
    public required string Id { get; init; }

    /// <summary>Where it stands.</summary>
    public required DownloadStage Stage { get; init; }

    /// <summary>True for an import.</summary>
    public bool IsImport { get; init; }

    /// <summary>Who began it; null where the stamp does not tell.</summary>
    public string? StartedBy { get; init; }

    /// <summary>When it was begun (UTC); null where the stamp does not tell.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended (UTC); null while it runs.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What is done at this moment, in words.</summary>
    public string? Phase { get; init; }

    /// <summary>Bytes that are there and verified.</summary>
    public long? BytesDone { get; init; }

    /// <summary>Bytes of all files.</summary>
    public long? BytesTotal { get; init; }

    /// <summary>Bytes a second of late; null where the stamp tells none.</summary>
    public double? BytesPerSecond { get; init; }

    /// <summary>0 to 100.</summary>
    public double? Percent { get; init; }

    /// <summary>Why it failed; null where it did not.</summary>
    public CataloguedException? Failure { get; init; }

    /// <summary>True while it runs.</summary>
    public bool IsUnderWay => Stage is DownloadStage.Waiting or DownloadStage.Downloading;

    /// <summary>How long it may still take at the rate of late; null where that cannot be told.</summary>
    public TimeSpan? Left => DownloadProgress.TimeLeft(Stage, BytesDone, BytesTotal, BytesPerSecond);

    internal static StampDownload Of(ProductDownload told, string stamp)
    {
        var figures = told.Properties!;
        var name = figures.Product!;
        var stage = told.Status?.ToUpperInvariant() switch
        {
            "SUCCEEDED" => DownloadStage.Downloaded,
            "INPROGRESS" => figures.Phase == "Waiting" ? DownloadStage.Waiting : DownloadStage.Downloading,
            _ => DownloadStage.Failed,
        };
        return new StampDownload
        {
            Id = name[(name.LastIndexOf('/') + 1)..],
            Stage = stage,
            IsImport = figures.Kind == "Import",
            StartedBy = figures.StartedBy,
            StartedAt = told.StartTime,
            EndedAt = told.EndTime,
            Phase = stage == DownloadStage.Downloading ? DownloadWatch.Words(figures.Phase) : null,
            BytesDone = figures.BytesDone,
            BytesTotal = figures.BytesTotal,
            BytesPerSecond = stage == DownloadStage.Downloading ? figures.BytesPerSecond : null,
            Percent = told.PercentComplete is { } percent ? Math.Clamp(percent, 0, 100) : null,
            Failure = stage == DownloadStage.Failed ? FailureOf(told, stamp) : null,
        };
    }

    private static CataloguedException FailureOf(ProductDownload told, string stamp)
    {
        if (string.Equals(told.Status, "Canceled", StringComparison.OrdinalIgnoreCase))
            return new CataloguedException(ErrorCatalogue.DownloadCanceled, "Somebody stopped the download.");
        var error = told.Error ?? new ArmError("DownloadFailed", $"The download ended in the state {told.Status}.");
        var cause = MarketplaceFailure.Of(new ArmException(409, error), stamp, null, null);
        return cause.Entry == ErrorCatalogue.MarketplaceRequestRefused ? new CataloguedException(ErrorCatalogue.DownloadFailed, cause.Detail) : cause;
    }
}
