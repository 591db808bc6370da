namespace Azsreg.Stamp.Usage;

/// <summary>What an acknowledgement file said.</summary>
/// <param name="FileNumber">The file it answers.</param>
/// <param name="Batches">How many batches it acknowledges.</param>
/// <param name="Accepted">Records counted.</param>
/// <param name="Repeated">Records counted before.</param>
/// <param name="NotReported">Records of a billing model that reports nothing.</param>
/// <param name="Refused">Records refused; they stand aside with their reasons.</param>
/// <param name="Left">How many records wait still.</param>
internal sealed record ImportedAcknowledgement(long FileNumber, int Batches, long Accepted, long Repeated, long NotReported, long Refused, long Left);
