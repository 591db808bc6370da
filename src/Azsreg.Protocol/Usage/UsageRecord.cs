namespace Azsreg.Protocol;

/// <summary>
/// What one resource used of one meter in one hour, as a stamp reports it. Records are never changed: what becomes known later is a further
/// <see cref="Revision"/> with the difference, and all revisions together are the amount.
/// </summary>
public sealed record UsageRecord
{
    /// <summary>The most characters of <see cref="ResourceUri"/>.</summary>
    public const int MaxResourceUriLength = 2048;

    /// <summary>The most characters of <see cref="Location"/>.</summary>
    public const int MaxLocationLength = 128;

    /// <summary>The most characters of <see cref="Tags"/>: fifty tags as long as ARM allows.</summary>
    public const int MaxTagsLength = 40_000;

    /// <summary>The most characters of <see cref="AdditionalInfo"/>.</summary>
    public const int MaxAdditionalInfoLength = 8_000;

    /// <summary>The highest <see cref="Revision"/>.</summary>
    public const int MaxRevision = 9_999;

    /// <summary>Its identity within the stamp; <see cref="Create"/> makes it.</summary>
    public required UsageRecordId Id { get; init; }

    /// <summary>The resource; an ARM id of the stamp. Letter case does not tell two apart.</summary>
    public required string ResourceUri { get; init; }

    /// <summary>The meter, with or without dashes.</summary>
    public required string MeterId { get; init; }

    /// <summary>The stamp's own subscription the resource lies in, a GUID in lower case.</summary>
    public required string SubscriptionId { get; init; }

    /// <summary>The directory tenant that subscription belongs to, a GUID in lower case; null where the stamp does not know it.</summary>
    public string? TenantId { get; init; }

    /// <summary>The stamp's region.</summary>
    public required string Location { get; init; }

    /// <summary>The resource's tags: a JSON object of texts on one line, as it was first written; null for none.</summary>
    public string? Tags { get; init; }

    /// <summary>What the resource provider adds: a JSON object on one line, as it was first written; null for nothing.</summary>
    public string? AdditionalInfo { get; init; }

    /// <summary>The start of the hour of use, UTC.</summary>
    public DateTimeOffset UsageHour => Id.UsageHour;

    /// <summary>When it entered the stamp's usage system, UTC, whole milliseconds.</summary>
    public required DateTimeOffset ReportedTime { get; init; }

    /// <summary>How much, in the meter's unit. Below zero only in a revision that corrects.</summary>
    public required UsageQuantity Quantity { get; init; }

    /// <summary>0 for the first report, then 1, 2 ….</summary>
    public required int Revision { get; init; }

    /// <summary>Makes a record with its id; ids and time are brought to their one form.</summary>
    /// <param name="resourceUri">The resource.</param>
    /// <param name="meterId">The meter.</param>
    /// <param name="usageTime">Any time in the hour of use.</param>
    /// <param name="quantity">How much.</param>
    /// <param name="subscriptionId">The stamp's own subscription.</param>
    /// <param name="tenantId">Its directory, where known.</param>
    /// <param name="location">The stamp's region.</param>
    /// <param name="reportedTime">When it entered the usage system.</param>
    /// <param name="revision">0, or the number of the correction.</param>
    /// <param name="tags">A JSON object of texts on one line.</param>
    /// <param name="additionalInfo">A JSON object on one line.</param>
    /// <exception cref="CataloguedException">A field is outside its bounds (AZR7052).</exception>
    public static UsageRecord Create(
        string resourceUri, string meterId, DateTimeOffset usageTime, UsageQuantity quantity, Guid subscriptionId, Guid? tenantId, string location,
        DateTimeOffset reportedTime, int revision = 0, string? tags = null, string? additionalInfo = null)
    {
        var record = new UsageRecord
        {
            Id = UsageRecordId.Of(resourceUri, meterId, usageTime, revision),
            ResourceUri = resourceUri,
            MeterId = meterId,
            SubscriptionId = subscriptionId.ToString(),
            TenantId = tenantId?.ToString(),
            Location = location,
            Tags = tags,
            AdditionalInfo = additionalInfo,
            ReportedTime = DateTimeOffset.FromUnixTimeMilliseconds(reportedTime.ToUnixTimeMilliseconds()),
            Quantity = quantity,
            Revision = revision,
        };
        return UsageRecordRules.Check(record) is { } problem
            ? throw new CataloguedException(ErrorCatalogue.UsageRecordInvalid, problem.Message)
            : record;
    }

    /// <summary>
    /// The hash two records of one id are compared by: the first 128 bits of the SHA-256 of the UTF-8 text <c>azsreg usage content 1</c>, id, subscription,
    /// tenant, location, tags, additional info, billionths, reported time in milliseconds since 1970, a line feed between two of them; absent is empty. Resource, meter, hour and revision are in the id.
    /// </summary>
    public UInt128 ContentHash()
    {
        using var text = new CanonicalText("azsreg usage content 1", 256 + (3 * (Location.Length + (Tags?.Length ?? 0) + (AdditionalInfo?.Length ?? 0))));
        text.AddHour(Id.Hour);
        text.Add(Id.Hash);
        text.Add(SubscriptionId);
        text.Add(TenantId);
        text.Add(Location);
        text.Add(Tags);
        text.Add(AdditionalInfo);
        text.Add(Quantity.Billionths);
        text.Add(ReportedTime.ToUnixTimeMilliseconds());
        return text.Hash();
    }
}
