namespace Azsreg.Stamp.Marketplace.Downloads;

/// <summary>One try for a blob that failed. Its text has the blob's address without the query, which holds the signature.</summary>
internal sealed class BlobException(BlobFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    public BlobFault Fault { get; } = fault;

    /// <summary>How long the service asked to wait, where it did.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
