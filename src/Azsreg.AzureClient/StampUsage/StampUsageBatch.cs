namespace Azsreg.AzureClient;

/// <summary>A batch in a stamp's book.</summary>
/// <param name="ActivationId">The activation it is numbered by.</param>
/// <param name="Number">Its number.</param>
/// <param name="State">
/// <c>Waiting</c>, <c>NotTaken</c> (sent, not acknowledged yet), <c>InFile</c>, <c>Acknowledged</c> or <c>Withdrawn</c> (its records wait again).
/// </param>
/// <param name="Records">How many records.</param>
/// <param name="Bytes">How large it is, compressed.</param>
/// <param name="SealedAt">When it was made.</param>
/// <param name="SentAt">When the last request with it began, or its file was written; null where neither was.</param>
/// <param name="Attempts">How many requests carried it.</param>
/// <param name="FileNumber">The file it left by; null where it did not.</param>
/// <param name="AcknowledgedAt">When it was acknowledged.</param>
/// <param name="Accepted">Records counted by it.</param>
/// <param name="Repeated">Records counted before.</param>
/// <param name="NotReported">Records of a billing model that reports nothing.</param>
/// <param name="Refused">Records refused.</param>
public sealed record StampUsageBatch(
    string ActivationId, long Number, string State, long Records, long Bytes, DateTimeOffset SealedAt, DateTimeOffset? SentAt, long Attempts, long? FileNumber,
    DateTimeOffset? AcknowledgedAt, long Accepted, long Repeated, long NotReported, long Refused);
