using Azsreg.Protocol;

namespace Azsreg.Stamp.Usage;

/// <summary>What became of reports.</summary>
/// <param name="Accepted">How many are kept now.</param>
/// <param name="Repeated">How many were kept already, with the same content.</param>
/// <param name="Refused">The rest, by name.</param>
internal sealed record UsageIntakeResult(int Accepted, int Repeated, IReadOnlyList<UsageRefusal> Refused);
