namespace Azsreg.Stamp.Usage;

/// <summary>An aggregate: what one resource used of one meter within an hour or a day, as far as it was reported within an hour or a day.</summary>
internal sealed record UsageRow
{
    /// <summary>Hour or day of the report, since 1970.</summary>
    public required long Reported { get; init; }

    public required long ResourceNo { get; init; }

    public required string MeterId { get; init; }

    /// <summary>Hour or day of use, since 1970.</summary>
    public required long Used { get; init; }

    /// <summary>In billionths of the meter's unit.</summary>
    public required long Quantity { get; init; }

    public required string SubscriptionId { get; init; }

    public required string ResourceUri { get; init; }

    public required string Location { get; init; }

    public string? Tags { get; init; }

    public string? AdditionalInfo { get; init; }

    public UsageRowKey Key => new(Reported, ResourceNo, MeterId, Used);
}
