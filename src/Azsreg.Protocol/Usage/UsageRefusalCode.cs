namespace Azsreg.Protocol;

/// <summary>Why commerce refuses a single record. Sending it again unchanged never helps.</summary>
public static class UsageRefusalCode
{
    /// <summary>A field is missing, unreadable or outside its bounds; the message names it.</summary>
    public const string InvalidRecord = "InvalidRecord";

    /// <summary>The id is not the one of the record's resource, meter, hour and revision.</summary>
    public const string RecordIdMismatch = "RecordIdMismatch";

    /// <summary>A record of this id with another content was counted before, or stands earlier in the batch.</summary>
    public const string ContentConflict = "ContentConflict";

    /// <summary>The usage is older than the oldest month commerce keeps.</summary>
    public const string UsageTooOld = "UsageTooOld";

    /// <summary>The usage is further ahead of commerce's clock than a wrong clock explains.</summary>
    public const string UsageInFuture = "UsageInFuture";

    /// <summary>With this record the total of its subscription, meter and hour or day would be beyond the range of a quantity.</summary>
    public const string QuantityOverflow = "QuantityOverflow";
}
