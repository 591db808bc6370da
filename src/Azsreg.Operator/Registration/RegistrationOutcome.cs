using Azsreg.Operator.Workflow;

namespace Azsreg.Operator.Registration;

/// <summary>What a run or a plan of <c>registration set</c> found and did.</summary>
/// <param name="Summary">What it comes to.</param>
/// <param name="Report">The plan and the timings.</param>
public sealed record RegistrationOutcome(RegistrationSummary Summary, WorkflowReport Report);
