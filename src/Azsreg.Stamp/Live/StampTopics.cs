namespace Azsreg.Stamp.Live;

/// <summary>What about a stamp can change. A topic says where to look again, never what is there now.</summary>
[Flags]
public enum StampTopics
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The activation or the bridge's identity.</summary>
    Activation = 1,

    /// <summary>Alerts.</summary>
    Alerts = 2,

    /// <summary>Marketplace items, those there and those under way.</summary>
    Downloads = 4,

    /// <summary>Usage, its batches and the bridge that sends them.</summary>
    Usage = 8,

    /// <summary>The audit log and sessions of the privileged endpoint.</summary>
    Activity = 16,

    /// <summary>The region's health.</summary>
    Health = 32,
}
