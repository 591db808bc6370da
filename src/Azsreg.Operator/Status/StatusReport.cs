using Azsreg.Operator.Registration;

namespace Azsreg.Operator.Status;

/// <summary>The truth of both sides about one stamp, and where they differ.</summary>
/// <param name="Stamp">The stamp's name here.</param>
/// <param name="Azure">Azure's side.</param>
/// <param name="StampSide">The stamp's side.</param>
/// <param name="Differences">What does not agree, one sentence each; empty where all that could be read does.</param>
/// <param name="Notes">What else an operator should know.</param>
/// <param name="Next">What to do, as commands to type, the most pressing first; empty where nothing is to be done.</param>
public sealed record StatusReport(
    string Stamp, AzureReading Azure, StampReading StampSide, IReadOnlyList<string> Differences, IReadOnlyList<string> Notes, IReadOnlyList<string> Next)
{
    /// <summary>When the activation ends, by the stamp, else by Azure's key; null where nothing ends or nobody tells.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Whole days until then, counted up; negative once it is over.</summary>
    public int? DaysLeft { get; init; }

    /// <summary>Whether the stamp is registered without a line to Azure, by its own word, else by Azure's registration; null where it is not registered or nobody tells.</summary>
    public bool? IsDisconnected => StampSide is { WasRead: true, RegistrationId: not null, IsDisconnected: { } told } ? told
        : Azure is { WasRead: true, RegistrationId: not null } ? Azure.BridgeObjectId is null
        : null;

    /// <summary><c>Registered</c>, <c>NotRegistered</c>, <c>Differs</c> or <c>Unknown</c>.</summary>
    public string State => Differences.Count > 0 ? "Differs"
        : Azure is { WasRead: true, RegistrationId: not null } || StampSide is { WasRead: true, RegistrationId: not null } ? "Registered"
        : Azure.WasRead || StampSide.WasRead ? "NotRegistered"
        : "Unknown";
}
