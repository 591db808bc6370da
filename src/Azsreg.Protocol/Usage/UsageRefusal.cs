namespace Azsreg.Protocol;

/// <summary>A record commerce did not take, and why. The others of its batch are counted.</summary>
/// <param name="RecordId">The record's id as it was sent; where that cannot be read, <c>line N</c> of the batch's records, from 1.</param>
/// <param name="Code">One of <see cref="UsageRefusalCode"/>.</param>
/// <param name="Message">This case, in one sentence.</param>
public sealed record UsageRefusal(string RecordId, string Code, string Message);
