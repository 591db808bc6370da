namespace Azsreg.Operator.Workflow;

/// <summary>Progress of a run, for whoever shows it. Free of secrets.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Step">The step's stable name; empty for the run itself.</param>
/// <param name="Title">What a person calls the step.</param>
/// <param name="Detail">One short phrase, or null.</param>
/// <param name="Elapsed">Time the step has taken in this run so far, looking included.</param>
public sealed record WorkflowEvent(WorkflowEventKind Kind, string Step, string Title, string? Detail = null, TimeSpan Elapsed = default);
