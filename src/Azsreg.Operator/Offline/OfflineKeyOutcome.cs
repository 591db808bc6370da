using Azsreg.Operator.Workflow;
using Azsreg.Protocol;

namespace Azsreg.Operator.Offline;

/// <summary>What a run or a plan of <c>offline key</c> found and did.</summary>
/// <param name="RegistrationId">The registration's ARM id.</param>
/// <param name="CloudId">The stamp's cloud id.</param>
/// <param name="SubscriptionName">The subscription's name.</param>
/// <param name="File">The file written, as a whole path; null where the key goes to standard output.</param>
/// <param name="Key">The key; null in a plan.</param>
/// <param name="Report">The plan and the timings.</param>
public sealed record OfflineKeyOutcome(
    string RegistrationId, string? CloudId, string SubscriptionName, string? File, CarriedKey? Key, WorkflowReport Report);
