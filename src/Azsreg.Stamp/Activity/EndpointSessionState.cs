namespace Azsreg.Stamp.Activity;

/// <summary>Where a session of the privileged endpoint stands.</summary>
internal enum EndpointSessionState
{
    /// <summary>It is open.</summary>
    Open,

    /// <summary>It was closed.</summary>
    Closed,

    /// <summary>The stamp stopped while it was open, and it ended with that.</summary>
    Interrupted,
}
