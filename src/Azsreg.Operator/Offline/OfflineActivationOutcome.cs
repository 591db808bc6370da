using Azsreg.Operator.Registration;
using Azsreg.Operator.Workflow;
using Azsreg.Protocol;

namespace Azsreg.Operator.Offline;

/// <summary>What a run or a plan of <c>offline activate</c> found and did.</summary>
/// <param name="Stamp">The stamp's name here.</param>
/// <param name="PrivilegedEndpointUrl">The address that was used.</param>
/// <param name="CloudId">Its cloud id.</param>
/// <param name="StampVersion">Its version.</param>
/// <param name="Key">The key the stamp is activated with.</param>
/// <param name="StampReading">What the stamp's own side told at the end.</param>
/// <param name="Report">The plan and the timings.</param>
public sealed record OfflineActivationOutcome(
    string Stamp, Uri? PrivilegedEndpointUrl, string CloudId, string StampVersion, CarriedKey Key, StampReading StampReading, WorkflowReport Report);
