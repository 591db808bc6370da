namespace Azsreg.Stamp.PrivilegedEndpoint;

/// <summary>Where an action plan stands.</summary>
internal enum ActionPlanStatus
{
    /// <summary>It runs; no other can start.</summary>
    Running,

    /// <summary>It ended well.</summary>
    Completed,

    /// <summary>It ended badly, or the stamp stopped while it ran.</summary>
    Failed,
}
