namespace Azsreg.Protocol;

/// <summary>Why commerce takes nothing of a batch: the code of the ARM error it answers.</summary>
public static class UsageBatchFault
{
    /// <summary>400: no gzip, no header, a line that is no JSON object, or the hash does not fit.</summary>
    public const string Malformed = "UsageBatchMalformed";

    /// <summary>413: more records, bytes or a longer line than <see cref="UsageBatchLimits"/> allow.</summary>
    public const string TooLarge = "UsageBatchTooLarge";

    /// <summary>400: the header names another activation or number than the path.</summary>
    public const string PathMismatch = "UsageBatchPathMismatch";

    /// <summary>403: the batch is of another stamp than the registration.</summary>
    public const string ForAnotherStamp = "UsageBatchForAnotherStamp";

    /// <summary>409: another batch of this activation was taken under the number.</summary>
    public const string NumberConflict = "UsageBatchNumberConflict";

    /// <summary>404: there is no such registration, or no longer.</summary>
    public const string RegistrationNotFound = "RegistrationNotFound";
}
