namespace Azsreg.Stamp.Marketplace.Downloads;

/// <summary>What a download is doing.</summary>
internal enum DownloadPhase
{
    /// <summary>Others go first.</summary>
    Waiting,

    /// <summary>Azure is asked where the files are and how large.</summary>
    Preparing,

    /// <summary>Files are fetched, verified and written.</summary>
    Downloading,

    /// <summary>Its own files are there; what it needs is not yet.</summary>
    WaitingForDependencies,

    /// <summary>It is being listed.</summary>
    Finishing,
}
