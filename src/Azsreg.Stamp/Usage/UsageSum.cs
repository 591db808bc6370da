namespace Azsreg.Stamp.Usage;

/// <summary>A sum of a meter under a key.</summary>
internal sealed record UsageSum
{
    /// <summary>The day as <c>yyyy-MM-dd</c>, the subscription, or nothing where only meters are told apart.</summary>
    public required string Key { get; init; }

    public required string MeterId { get; init; }

    public required long Whole { get; init; }

    public required long Rest { get; init; }

    /// <summary>The amount, exactly; it may be beyond what one record holds.</summary>
    public decimal Quantity => Whole + (Rest / 1_000_000_000m);
}
