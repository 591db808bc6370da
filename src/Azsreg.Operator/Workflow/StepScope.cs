namespace Azsreg.Operator.Workflow;

/// <summary>What a running act may use: the progress line, and the journal for facts it must remember before it goes on.</summary>
internal sealed class StepScope(WorkflowJournal journal, string step, Action<string> report)
{
    /// <summary>What the journal remembers of this step.</summary>
    public StepMemory Memory => journal.MemoryOf(step);

    /// <summary>Says how far the act is.</summary>
    public void Report(string detail) => report(detail);

    /// <summary>Writes a fact durably before the act goes on, so that a resumed run or an undo knows it. Never a secret.</summary>
    public void Note(string fact, string value) => journal.Note(step, fact, value);
}
