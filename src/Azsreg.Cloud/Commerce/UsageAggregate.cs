using Azsreg.Protocol;

namespace Azsreg.Cloud.Commerce;

/// <summary>A row of usage as it is read: of a resource, or of a meter only.</summary>
internal sealed record UsageAggregate
{
    /// <summary>The day or hour of use, since 1970.</summary>
    public required int Used { get; init; }

    public required string MeterKey { get; init; }

    /// <summary>The amount, exactly; the sum of many rows may be beyond what one quantity holds.</summary>
    public required decimal Quantity { get; init; }

    public string? Resource { get; init; }

    /// <summary>The number of the resource with its meter, by which rows of a resource are ordered; 0 in a row of a meter.</summary>
    public long Source { get; init; }

    public string? LocalSubscription { get; init; }
    public string? Location { get; init; }
    public string? Tags { get; init; }
    public string? AdditionalInfo { get; init; }

    /// <summary>The stamp's number, which is part of the place in the list.</summary>
    public long Stamp { get; init; }

    /// <summary>The start of the unit of use.</summary>
    public DateTimeOffset Start(bool daily) => UsageRecordId.HourStart(daily ? Used * 24 : Used);
}
