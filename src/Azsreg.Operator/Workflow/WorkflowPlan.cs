namespace Azsreg.Operator.Workflow;

/// <summary>What a run would do, in the order it would do it. Making one changes nothing anywhere.</summary>
/// <param name="Changes">The lines of the plan, those that stay as they are included.</param>
/// <param name="Notes">Sentences the operator should read before saying yes.</param>
public sealed record WorkflowPlan(IReadOnlyList<PlannedChange> Changes, IReadOnlyList<string> Notes)
{
    /// <summary>Whether a run would touch anything at all.</summary>
    public bool ChangesAnything => Changes.Any(change => change.Kind != ChangeKind.Same);
}
