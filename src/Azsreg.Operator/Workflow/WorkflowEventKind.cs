namespace Azsreg.Operator.Workflow;

/// <summary>What happened to a step, or to the run.</summary>
public enum WorkflowEventKind
{
    /// <summary>An earlier run of the same command was interrupted and is being finished.</summary>
    Resumed,

    /// <summary>The step began to look or to act.</summary>
    Started,

    /// <summary>The step says how far it is.</summary>
    Progressed,

    /// <summary>A passing trouble; the step is tried again after a pause.</summary>
    Retrying,

    /// <summary>The step looked and is content.</summary>
    Passed,

    /// <summary>The effect was there already.</summary>
    InPlace,

    /// <summary>The step looked and has nothing to tell yet: its turn comes later, or it has none in this run.</summary>
    Planned,

    /// <summary>The step acted and proved its effect.</summary>
    Done,

    /// <summary>The step failed.</summary>
    Failed,

    /// <summary>The run was interrupted; what was made stays for the next run of the same command.</summary>
    Interrupted,

    /// <summary>What the step had made was taken back.</summary>
    Undone,

    /// <summary>What the step had made could not be taken back and is still there.</summary>
    LeftBehind,
}
