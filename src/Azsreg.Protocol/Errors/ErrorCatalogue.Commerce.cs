namespace Azsreg.Protocol;

public static partial class ErrorCatalogue
{
    /// <summary>Fixed point overflowed.</summary>
    public static readonly ErrorEntry UsageQuantityTooLarge = new(
        "AZR7050", FailureKind.Failed,
        "an amount of usage is beyond the range",
        "Amounts are kept in billionths of the meter's unit in 64 bits, which ends at about 9.2 thousand million units, so that no sum is ever rounded.",
        "Check the amount and its unit: a resource provider that reports bytes where the meter is in gigabytes does this.");

    /// <summary>No number, or too fine.</summary>
    public static readonly ErrorEntry UsageQuantityUnreadable = new(
        "AZR7051", FailureKind.Usage,
        "an amount of usage cannot be read",
        "An amount is a decimal number with a point and at most nine digits after it, without an exponent.",
        "Correct the amount in the file.");

    /// <summary>A field is outside its bounds.</summary>
    public static readonly ErrorEntry UsageRecordInvalid = new(
        "AZR7052", FailureKind.Usage,
        "a usage record is not valid",
        "A field is missing, of another form or longer than commerce takes it; it is named.",
        "Correct the record where it is made.");

    /// <summary>The file is damaged or something else.</summary>
    public static readonly ErrorEntry UsageFileUnreadable = new(
        "AZR7053", FailureKind.Usage,
        "the usage file cannot be read",
        "It is no usage file, or a part of it was lost or damaged on the way.",
        "Carry the file over again; if it stays, write it again at the stamp: azsreg usage export-batches.");

    /// <summary>The signature does not fit.</summary>
    public static readonly ErrorEntry UsageFileAltered = new(
        "AZR7054", FailureKind.Failed,
        "the usage file was altered",
        "Its signature covers every byte of it, and does not fit its content or was made with another key.",
        "Carry the file over again unchanged; a stamp that got a new key must register again before its files are taken.");

    /// <summary>A number was left out, or one comes again with other content.</summary>
    public static readonly ErrorEntry UsageFileOutOfOrder = new(
        "AZR7055", FailureKind.Conflict,
        "the usage file is not the next one",
        "Files of a stamp have running numbers and each names the hash of the one before, so that none can be lost unseen.",
        "Import the missing file first; it can be written again at the stamp.");

    /// <summary>The cloud id is unknown here.</summary>
    public static readonly ErrorEntry UsageFileOfUnknownStamp = new(
        "AZR7056", FailureKind.NotFound,
        "the usage file is of a stamp that is not registered here",
        "Usage is taken from registered stamps only, and a file only from one whose public key came with a signed registration token (version 4.0 or 6.0).",
        "Register the stamp at this Azure side first: azsreg offline register.");
}
