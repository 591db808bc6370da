namespace Azsreg.Operator.Workflow;

/// <summary>A named, ordered list of steps.</summary>
internal sealed class WorkflowDefinition<TContext>
{
    /// <exception cref="ArgumentException">Two steps share a name, or one needs a step that does not come before it.</exception>
    public WorkflowDefinition(string name, params IReadOnlyList<WorkflowStep<TContext>> steps)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var step in steps)
        {
            foreach (var need in step.Needs)
            {
                if (!seen.Contains(need))
                    throw new ArgumentException($"Step '{step.Name}' needs '{need}', which does not come before it.", nameof(steps));
            }

            if (!seen.Add(step.Name)) throw new ArgumentException($"Two steps are named '{step.Name}'.", nameof(steps));
        }

        Name = name;
        Steps = steps;
    }

    public string Name { get; }

    public IReadOnlyList<WorkflowStep<TContext>> Steps { get; }
}
