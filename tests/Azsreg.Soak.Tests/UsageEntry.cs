using Azsreg.Protocol;

namespace Azsreg.Soak.Tests;

/// <summary>An amount as it is entered at the stamp.</summary>
/// <param name="Subscription">The tenant's subscription on the stamp.</param>
/// <param name="Tenant">Its directory.</param>
/// <param name="Resource">The resource.</param>
/// <param name="Meter">The meter.</param>
/// <param name="Hour">The hour of use, since 1970.</param>
/// <param name="Billionths">The amount.</param>
/// <param name="Revision">0, or the number of a late amount.</param>
internal sealed record UsageEntry(Guid Subscription, Guid Tenant, string Resource, string Meter, int Hour, long Billionths, int Revision = 0)
{
    public string MeterKey => UsageMeters.KeyOf(Meter);

    public string Quantity => new UsageQuantity(Billionths).ToString();

    public DateTimeOffset Start => DateTimeOffset.UnixEpoch.AddHours(Hour);
}
