namespace Azsreg.Stamp.Usage;

/// <summary>A batch that has its number and its bytes, and is not acknowledged.</summary>
internal sealed record SealedUsageBatch
{
    public required long BatchNo { get; init; }

    public required string ActivationId { get; init; }

    public required long Number { get; init; }

    public required string Previous { get; init; }

    public required string Hash { get; init; }

    public required long RecordCount { get; init; }

    /// <summary>Gzip, as it is sent.</summary>
    public required byte[] Content { get; init; }
}
