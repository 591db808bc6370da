namespace Azsreg.Operator.Marketplace;

/// <summary>Where a download stands.</summary>
public enum DownloadStage
{
    /// <summary>It was not asked for yet, or the stamp has not begun with it.</summary>
    Waiting,

    /// <summary>The stamp is fetching it.</summary>
    Downloading,

    /// <summary>It is on the stamp.</summary>
    Downloaded,

    /// <summary>It was there before.</summary>
    InPlace,

    /// <summary>It failed, was canceled, or nobody can tell any more.</summary>
    Failed,
}
