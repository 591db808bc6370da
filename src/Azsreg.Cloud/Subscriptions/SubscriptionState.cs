namespace Azsreg.Cloud;

/// <summary>The states of a subscription, spelled as ARM answers them.</summary>
public enum SubscriptionState
{
    /// <summary>In use.</summary>
    Enabled,

    /// <summary>About to be disabled.</summary>
    Warned,

    /// <summary>A bill is open.</summary>
    PastDue,

    /// <summary>Readable, and its resources can be removed; nothing can be written.</summary>
    Disabled,

    /// <summary>Gone; kept for its id.</summary>
    Deleted,
}
