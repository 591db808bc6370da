using Azsreg.Protocol;

namespace Azsreg.AzureClient;

/// <summary>What a stamp did with reports.</summary>
/// <param name="Accepted">How many it keeps now.</param>
/// <param name="Repeated">How many it had already.</param>
/// <param name="Refused">The rest, by name.</param>
public sealed record StampUsageIntake(int Accepted, int Repeated, IReadOnlyList<UsageRefusal> Refused);
