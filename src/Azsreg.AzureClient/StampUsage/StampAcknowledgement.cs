namespace Azsreg.AzureClient;

/// <summary>What a stamp read in an acknowledgement file.</summary>
/// <param name="FileNumber">The file it answers.</param>
/// <param name="Batches">How many batches it acknowledges.</param>
/// <param name="Accepted">Records counted.</param>
/// <param name="Repeated">Records counted before.</param>
/// <param name="NotReported">Records of a billing model that reports nothing.</param>
/// <param name="Refused">Records refused.</param>
/// <param name="Left">How many records wait still.</param>
public sealed record StampAcknowledgement(long FileNumber, int Batches, long Accepted, long Repeated, long NotReported, long Refused, long Left);
