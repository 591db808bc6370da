namespace Azsreg.Operator.Workflow;

/// <summary>How far the journal saw a step come.</summary>
internal enum StepPhase
{
    /// <summary>This run has not touched it.</summary>
    Untouched,

    /// <summary>It was about to act; whether the effect is there only a check can tell.</summary>
    Acting,

    /// <summary>It acted.</summary>
    Acted,

    /// <summary>Its effect was taken back.</summary>
    Undone,
}
