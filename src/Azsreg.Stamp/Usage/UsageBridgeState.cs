namespace Azsreg.Stamp.Usage;

/// <summary>Where the reporting of usage stands.</summary>
internal enum UsageBridgeState
{
    /// <summary>The stamp is not activated; usage is collected and kept.</summary>
    NotRegistered,

    /// <summary>The registration has usage reporting off; usage is collected and kept.</summary>
    Off,

    /// <summary>The activation has ended; usage is collected and kept.</summary>
    Expired,

    /// <summary>There is no line to Azure; batches leave as files.</summary>
    Disconnected,

    /// <summary>All that was reported is acknowledged.</summary>
    UpToDate,

    /// <summary>Records wait to be sent.</summary>
    Behind,

    /// <summary>Azure refuses what is sent, and says why.</summary>
    Refused,
}
