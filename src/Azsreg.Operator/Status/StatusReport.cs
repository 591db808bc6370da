using Azsreg.Operator.Registration;

namespace Azsreg.Operator.Status;

/// <summary>The truth of both sides about one stamp, and where they differ.</summary>
/// <param name="Stamp">The stamp's name here.</param>
/// <param name="Azure">Azure's side.</param>
/// <param name="StampSide">The stamp's side.</param>
/// <param name="Differences">What does not agree, one sentence each; empty where all that could be read does.</param>
/// <param name="Notes">What else an operator should know.</param>
public sealed record StatusReport(
    string Stamp, AzureReading Azure, StampReading StampSide, IReadOnlyList<string> Differences, IReadOnlyList<string> Notes)
{
    /// <summary><c>Registered</c>, <c>NotRegistered</c>, <c>Differs</c> or <c>Unknown</c>.</summary>
    public string State => Differences.Count > 0 ? "Differs"
        : Azure is { WasRead: true, RegistrationId: not null } || StampSide is { WasRead: true, RegistrationId: not null } ? "Registered"
        : Azure.WasRead || StampSide.WasRead ? "NotRegistered"
        : "Unknown";
}
