using Azsreg.Operator.Workflow;

namespace Azsreg.Operator.Registration;

/// <summary>What a run or a plan of <c>registration remove</c> found and did.</summary>
/// <param name="Stamp">The stamp's name here.</param>
/// <param name="PrivilegedEndpointUrl">The address that was used.</param>
/// <param name="StampCloudId">Its cloud id.</param>
/// <param name="StampVersion">Its version; null for a stamp that is gone.</param>
/// <param name="RegistrationId">The registration's ARM id; null where Azure had none.</param>
/// <param name="SubscriptionName">The subscription's name.</param>
/// <param name="StampReading">What the stamp's own side told at the end.</param>
/// <param name="Report">The plan and the timings.</param>
public sealed record RemovalOutcome(
    string Stamp, Uri? PrivilegedEndpointUrl, string StampCloudId, string? StampVersion, string? RegistrationId, string SubscriptionName,
    StampReading StampReading, WorkflowReport Report);
