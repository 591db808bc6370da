namespace Azsreg.Portal.Work;

/// <summary>A run as it stands: what pages show, and what is kept.</summary>
public sealed record WorkItem
{
    /// <summary>Its id, which orders runs by their start.</summary>
    public required Guid Id { get; init; }

    /// <summary>What was ordered.</summary>
    public required WorkOrder Order { get; init; }

    /// <summary>Where it stands.</summary>
    public required WorkState State { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; null while it runs.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Its steps so far, in order.</summary>
    public IReadOnlyList<WorkStep> Steps { get; init; } = [];

    /// <summary>What was said beside the steps: what was taken back, what was left behind, what it continues.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What it came to.</summary>
    public WorkOutcome? Outcome { get; init; }

    /// <summary>Why it failed, or that it was interrupted.</summary>
    public WorkFailure? Failure { get; init; }

    /// <summary>The page that shows it.</summary>
    public string Href => $"/work/{Id}";

    /// <summary>The step that is at work, else the last one that ended.</summary>
    public WorkStep? CurrentStep =>
        Steps.LastOrDefault(step => step.State is WorkStepState.Working) ?? Steps.LastOrDefault(step => step.State is not WorkStepState.Waiting);
}
