namespace Azsreg.Cli.Rendering;

/// <summary>Where a transfer is.</summary>
internal enum TransferState
{
    /// <summary>Not begun.</summary>
    Waiting,

    /// <summary>Bytes are moving, or should be.</summary>
    Running,

    /// <summary>It ended well.</summary>
    Done,

    /// <summary>There was nothing to move.</summary>
    InPlace,

    /// <summary>It failed.</summary>
    Failed,
}
