using Azsreg.Operator.Workflow;
using Azsreg.Protocol;

namespace Azsreg.Operator.Offline;

/// <summary>What a run or a plan of <c>offline token</c> found and did.</summary>
/// <param name="Stamp">The stamp's name here.</param>
/// <param name="PrivilegedEndpointUrl">The address that was used.</param>
/// <param name="CloudId">Its cloud id.</param>
/// <param name="StampVersion">Its version.</param>
/// <param name="Nodes">Its nodes.</param>
/// <param name="File">The file written, as a whole path; null where the token goes to standard output.</param>
/// <param name="Token">The token; null in a plan.</param>
/// <param name="Report">The plan and the timings.</param>
public sealed record OfflineTokenOutcome(
    string Stamp, Uri? PrivilegedEndpointUrl, string CloudId, string StampVersion, int Nodes, string? File, CarriedToken? Token, WorkflowReport Report);
