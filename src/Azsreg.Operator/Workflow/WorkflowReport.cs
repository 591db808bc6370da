namespace Azsreg.Operator.Workflow;

/// <summary>What a finished run did.</summary>
/// <param name="Plan">What it found and set out to do.</param>
/// <param name="Applied">False when the plan was declined or only asked for.</param>
/// <param name="ResumedFrom">When the interrupted run that this one finished had begun (UTC), or null.</param>
/// <param name="Elapsed">Time per step in order, looking, acting and proving together.</param>
public sealed record WorkflowReport(
    WorkflowPlan Plan, bool Applied, DateTimeOffset? ResumedFrom, IReadOnlyList<KeyValuePair<string, TimeSpan>> Elapsed);
