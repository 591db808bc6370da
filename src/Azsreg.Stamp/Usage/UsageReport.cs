namespace Azsreg.Stamp.Usage;

/// <summary>
/// What a resource provider reports of one resource for one hour. The regular report is revision 0; an amount that comes late is a further
/// revision with that amount alone. Reporting the same again changes nothing.
/// </summary>
internal sealed record UsageReport
{
    /// <summary>The tenant's subscription on this stamp.</summary>
    public required Guid SubscriptionId { get; init; }

    /// <summary>Directory of the tenant; null where nobody knows it.</summary>
    public Guid? TenantId { get; init; }

    /// <summary>ARM id of the resource.</summary>
    public required string ResourceUri { get; init; }

    public required string Location { get; init; }

    public required string MeterId { get; init; }

    /// <summary>Hours since 1970 of the hour it was used in.</summary>
    public required int Hour { get; init; }

    /// <summary>In the meter's unit.</summary>
    public required Protocol.UsageQuantity Quantity { get; init; }

    public int Revision { get; init; }

    /// <summary>The resource's tags as a JSON object; null for none.</summary>
    public string? Tags { get; init; }

    /// <summary>What the provider adds, as JSON; null for nothing.</summary>
    public string? AdditionalInfo { get; init; }

    /// <summary>When it entered the usage system; null is now. Only a generator of history says otherwise.</summary>
    public DateTimeOffset? ReportedAt { get; init; }
}
