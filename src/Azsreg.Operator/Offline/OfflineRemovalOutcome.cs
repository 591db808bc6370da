using Azsreg.Operator.Workflow;

namespace Azsreg.Operator.Offline;

/// <summary>What a run or a plan of <c>offline unregister</c> found and did.</summary>
/// <param name="RegistrationId">The registration's ARM id.</param>
/// <param name="CloudId">The stamp's cloud id.</param>
/// <param name="SubscriptionId">The subscription.</param>
/// <param name="SubscriptionName">Its name.</param>
/// <param name="BillingModel">What it was billed by; null where an interrupted run had removed it already.</param>
/// <param name="Report">The plan and the timings.</param>
public sealed record OfflineRemovalOutcome(
    string RegistrationId, string CloudId, string SubscriptionId, string SubscriptionName, string? BillingModel, WorkflowReport Report);
