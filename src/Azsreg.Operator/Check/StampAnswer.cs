using Azsreg.Operator.Registration;

namespace Azsreg.Operator.Check;

/// <summary>What a stamp's privileged endpoint told.</summary>
/// <param name="Url">The address that answered, of those given.</param>
/// <param name="Information">What the stamp is.</param>
/// <param name="Warnings">What it warned of, such as hosts that do not tell their hardware.</param>
/// <param name="LatestAction">Its latest action; null where it told none.</param>
internal sealed record StampAnswer(Uri Url, StampInformation Information, IReadOnlyList<string> Warnings, StampActionStatus? LatestAction);
