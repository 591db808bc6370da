namespace Azsreg.Portal.Work;

/// <summary>Where a step of a run stands.</summary>
public enum WorkStepState
{
    /// <summary>Its turn comes.</summary>
    Waiting,

    /// <summary>It looks or acts.</summary>
    Working,

    /// <summary>It looked and is content, or acted and proved its effect.</summary>
    Done,

    /// <summary>Its effect was there already.</summary>
    InPlace,

    /// <summary>It failed.</summary>
    Failed,

    /// <summary>It was interrupted.</summary>
    Interrupted,
}
