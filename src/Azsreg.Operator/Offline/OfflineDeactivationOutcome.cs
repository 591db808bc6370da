using Azsreg.Operator.Registration;
using Azsreg.Operator.Workflow;

namespace Azsreg.Operator.Offline;

/// <summary>What a run or a plan of <c>offline deactivate</c> found and did.</summary>
/// <param name="Stamp">The stamp's name here.</param>
/// <param name="PrivilegedEndpointUrl">The address that was used.</param>
/// <param name="CloudId">Its cloud id.</param>
/// <param name="StampVersion">Its version.</param>
/// <param name="RegistrationId">The registration it was activated with; null where the stamp's admin ARM was not read.</param>
/// <param name="StampReading">What the stamp's own side told at the end.</param>
/// <param name="Report">The plan and the timings.</param>
public sealed record OfflineDeactivationOutcome(
    string Stamp, Uri? PrivilegedEndpointUrl, string CloudId, string StampVersion, string? RegistrationId, StampReading StampReading, WorkflowReport Report);
