namespace Azsreg.Operator.Workflow;

/// <summary>What a step found: its effect is there already, or what it would take to get there.</summary>
internal sealed record StepCheck
{
    /// <summary>Whether the step has to act.</summary>
    public required bool NeedsAct { get; init; }

    /// <summary>What the check found, for the progress line.</summary>
    public string? Detail { get; init; }

    /// <summary>The lines the step adds to a plan; empty for a step that only looks, or whose act leaves nothing of its own behind.</summary>
    public IReadOnlyList<PlannedChange> Changes { get; init; } = [];

    /// <summary>What an operator should read before saying yes.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>A step that only had to look, and is content.</summary>
    public static StepCheck Passed(string? detail = null) => new() { NeedsAct = false, Detail = detail };

    /// <summary>True where there is nothing to tell: the step has no part in this run.</summary>
    public bool IsIdle { get; init; }

    /// <summary>A step that has no part in this run.</summary>
    public static StepCheck Idle { get; } = new() { NeedsAct = false, IsIdle = true };

    /// <summary>The effect is there already.</summary>
    public static StepCheck InPlace(string subject, string? value) =>
        new() { NeedsAct = false, Detail = value, Changes = [PlannedChange.Same(subject, value)] };

    /// <summary>The step has to act, and these things would change.</summary>
    public static StepCheck Needed(params IReadOnlyList<PlannedChange> changes) => new() { NeedsAct = true, Changes = changes };
}
