namespace Azsreg.Cloud.Commerce;

/// <summary>What became of a file's records; the acknowledgement tells each refusal.</summary>
/// <param name="CloudId">The stamp.</param>
/// <param name="Number">The file's running number.</param>
/// <param name="Batches">How many batches it holds.</param>
/// <param name="Accepted">Records counted by it.</param>
/// <param name="Repeated">Records counted before.</param>
/// <param name="NotReported">Records of a time whose billing model reports nothing.</param>
/// <param name="Refused">Records refused by name.</param>
public sealed record UsageImportResult(string CloudId, long Number, int Batches, long Accepted, long Repeated, long NotReported, long Refused);
