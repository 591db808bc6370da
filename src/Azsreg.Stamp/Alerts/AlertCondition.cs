using Azsreg.Protocol;

namespace Azsreg.Stamp.Alerts;

/// <summary>Something that is wrong now and has an alert as long as it is.</summary>
internal sealed record AlertCondition(
    string FaultTypeId,
    string Title,
    IReadOnlyList<AlertText> Description,
    IReadOnlyList<AlertText> Remediation,
    IReadOnlyDictionary<string, string> Properties)
{
    /// <summary>All alerts of the bridge are warnings.</summary>
    public const string Severity = "Warning";
}
