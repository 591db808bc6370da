using Azsreg.Protocol;

namespace Azsreg.Stamp.Alerts;

/// <summary>An alert as it is kept.</summary>
internal sealed record StampAlert(
    Guid Id,
    string FaultTypeId,
    string Title,
    string Severity,
    string State,
    IReadOnlyList<AlertText> Description,
    IReadOnlyList<AlertText> Remediation,
    IReadOnlyDictionary<string, string> Properties,
    string CreatedAt,
    string UpdatedAt,
    string? ClosedAt,
    string? ClosedBy)
{
    public const string Active = "Active";

    public const string Closed = "Closed";
}
