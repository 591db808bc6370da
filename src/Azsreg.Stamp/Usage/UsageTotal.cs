namespace Azsreg.Stamp.Usage;

/// <summary>What a subscription used of a meter on a day, and how much of it commerce has. Amounts are in billionths of the meter's unit.</summary>
internal sealed record UsageTotal
{
    public required string SubscriptionId { get; init; }

    public required string MeterId { get; init; }

    /// <summary>Day of use, since 1970.</summary>
    public required long Day { get; init; }

    public required long Records { get; init; }

    public required long Quantity { get; init; }

    public required long WaitingRecords { get; init; }

    public required long Waiting { get; init; }

    public required long RefusedRecords { get; init; }

    public required long Refused { get; init; }
}
