namespace Azsreg.Stamp.Usage;

/// <summary>What is not acknowledged.</summary>
/// <param name="Waiting">Records that wait, in a batch or not.</param>
/// <param name="OldestReportedAt">When the oldest of them was reported; null where none waits.</param>
/// <param name="Refused">Records commerce refused.</param>
/// <param name="LastNumber">The last batch number given for the activation.</param>
internal sealed record UsageBacklog(long Waiting, DateTimeOffset? OldestReportedAt, long Refused, long LastNumber);
