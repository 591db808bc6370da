namespace Azsreg.Protocol;

/// <summary>
/// What commerce answers to a batch (200): each record is in exactly one of the four counts, and all of it was committed. The same batch again gets the same answer.
/// </summary>
/// <param name="CloudId">The stamp.</param>
/// <param name="ActivationId">The activation.</param>
/// <param name="Number">The batch's number.</param>
/// <param name="Hash">The batch's hash.</param>
/// <param name="Accepted">Records counted by this batch.</param>
/// <param name="Repeated">Records counted before, with the same content: nothing to do.</param>
/// <param name="NotReported">Records of a time whose billing model reports nothing (Capacity): not kept, not counted, not owed.</param>
/// <param name="Refused">Records refused, by name.</param>
/// <param name="ReceivedAt">When it was committed, by commerce's clock.</param>
public sealed record UsageBatchAnswer(
    string CloudId, string ActivationId, long Number, string Hash, int Accepted, int Repeated, int NotReported, IReadOnlyList<UsageRefusal> Refused,
    DateTimeOffset ReceivedAt);
