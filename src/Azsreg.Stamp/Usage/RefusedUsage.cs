namespace Azsreg.Stamp.Usage;

/// <summary>A record commerce refused.</summary>
internal sealed record RefusedUsage
{
    public required long Seq { get; init; }

    public required string RecordId { get; init; }

    public required string SubscriptionId { get; init; }

    public required string ResourceUri { get; init; }

    public required string MeterId { get; init; }

    public required long UsageHour { get; init; }

    public required long Revision { get; init; }

    public required long Quantity { get; init; }

    public required string Code { get; init; }

    public required string Message { get; init; }

    public required string RefusedAt { get; init; }
}
