namespace Azsreg.Stamp.Usage;

/// <summary>A tenant's subscription as far as usage was reported for it.</summary>
internal sealed record TenantSubscription
{
    public required string SubscriptionId { get; init; }

    public string? TenantId { get; init; }

    public required string DisplayName { get; init; }

    public required long IsSample { get; init; }

    public required string CreatedAt { get; init; }

    public string? DeletedAt { get; init; }
}
