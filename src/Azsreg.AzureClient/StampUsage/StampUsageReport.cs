namespace Azsreg.AzureClient;

/// <summary>A usage record to be entered at a stamp.</summary>
public sealed record StampUsageReport
{
    /// <summary>The tenant's subscription.</summary>
    public required Guid SubscriptionId { get; init; }

    /// <summary>The tenant's directory, where known.</summary>
    public Guid? TenantId { get; init; }

    /// <summary>The resource.</summary>
    public required string ResourceUri { get; init; }

    /// <summary>The stamp's region.</summary>
    public required string Location { get; init; }

    /// <summary>The meter.</summary>
    public required string MeterId { get; init; }

    /// <summary>Start of the hour of use, UTC.</summary>
    public required DateTimeOffset UsageHour { get; init; }

    /// <summary>A decimal number as text, so that nobody rounds it.</summary>
    public required string Quantity { get; init; }

    /// <summary>0, or the number of a late amount.</summary>
    public int Revision { get; init; }

    /// <summary>The resource's tags as a JSON object; null for none.</summary>
    public string? Tags { get; init; }

    /// <summary>Additional information as a JSON object; null for none.</summary>
    public string? AdditionalInfo { get; init; }
}
