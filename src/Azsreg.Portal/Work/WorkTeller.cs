using Azsreg.Operator.Workflow;

namespace Azsreg.Portal.Work;

/// <summary>How a run says where it stands. May be called from any thread.</summary>
internal sealed class WorkTeller(Action<Func<WorkItem, WorkItem>> change)
{
    /// <summary>Shows a step as it is now, in the place it has already or behind the others.</summary>
    public void Show(WorkStep step) => change(item => item with { Steps = Placed(item.Steps, step) });

    /// <summary>Says something beside the steps.</summary>
    public void Note(string text) => change(item => item with { Notes = [.. item.Notes, text] });

    /// <summary>Takes an event of a workflow.</summary>
    public void Observe(WorkflowEvent told)
    {
        ArgumentNullException.ThrowIfNull(told);
        switch (told.Kind)
        {
            case WorkflowEventKind.Resumed:
                Note($"Goes on with the run of {told.Detail} that was interrupted.");
                return;
            case WorkflowEventKind.Undone:
                Note($"Taken back: {told.Detail}.");
                return;
            case WorkflowEventKind.LeftBehind:
                Note($"Left behind: {told.Detail}.");
                return;
            case WorkflowEventKind.Interrupted when told.Step.Length == 0:
                return;
            default:
                Show(new WorkStep(told.Step, told.Title, StateOf(told.Kind), told.Detail, (long)told.Elapsed.TotalMilliseconds));
                return;
        }
    }

    private static WorkStepState StateOf(WorkflowEventKind kind) => kind switch
    {
        WorkflowEventKind.Planned => WorkStepState.Waiting,
        WorkflowEventKind.Passed or WorkflowEventKind.Done => WorkStepState.Done,
        WorkflowEventKind.InPlace => WorkStepState.InPlace,
        WorkflowEventKind.Failed => WorkStepState.Failed,
        WorkflowEventKind.Interrupted => WorkStepState.Interrupted,
        _ => WorkStepState.Working,
    };

    private static List<WorkStep> Placed(IReadOnlyList<WorkStep> steps, WorkStep step)
    {
        List<WorkStep> all = [.. steps];
        var place = all.FindIndex(one => one.Name == step.Name);
        if (place < 0)
            all.Add(step);
        else
            all[place] = step with { Milliseconds = Math.Max(step.Milliseconds, all[place].Milliseconds) };
        return all;
    }
}
