using Azsreg.Protocol;

namespace Azsreg.Cloud.Commerce;

/// <summary>A record on its way into the store, with what was decided of it.</summary>
/// <param name="Record">The record.</param>
/// <param name="ContentHash">Its content hash.</param>
/// <param name="MeterKey">Its meter.</param>
/// <param name="SubscriptionId">To whom it is billed.</param>
/// <param name="BillingModel">How.</param>
internal sealed record UsageRow(UsageRecord Record, UInt128 ContentHash, string MeterKey, string SubscriptionId, string BillingModel)
{
    /// <summary>The upper and the lower half of 128 bits as the store keeps them.</summary>
    public static (long High, long Low) Halves(UInt128 value) => ((long)(ulong)(value >> 64), (long)(ulong)value);

    /// <summary>The 128 bits of two halves.</summary>
    public static UInt128 Whole(long high, long low) => new((ulong)high, (ulong)low);
}
