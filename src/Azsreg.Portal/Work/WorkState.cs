namespace Azsreg.Portal.Work;

/// <summary>Where a run stands.</summary>
public enum WorkState
{
    /// <summary>It goes on at this moment.</summary>
    Running,

    /// <summary>It ended well.</summary>
    Done,

    /// <summary>It failed.</summary>
    Failed,

    /// <summary>It was stopped, or the portal ended under it; the next run continues it.</summary>
    Interrupted,
}
