using System.Runtime.InteropServices;

namespace Azsreg.Cloud.Commerce;

/// <summary>What many records of a stamp share, beside their resource and meter.</summary>
/// <param name="SubscriptionId">To whom it is billed.</param>
/// <param name="BillingModel">How.</param>
/// <param name="LocalSubscription">The stamp's own subscription.</param>
/// <param name="LocalTenant">Its directory.</param>
/// <param name="Location">The stamp's region.</param>
/// <param name="Tags">JSON.</param>
/// <param name="AdditionalInfo">JSON.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct UsageDetails(
    string SubscriptionId, string BillingModel, string LocalSubscription, string? LocalTenant, string Location, string? Tags, string? AdditionalInfo)
{
    public static UsageDetails Of(UsageRow row) => new(
        row.SubscriptionId, row.BillingModel, row.Record.SubscriptionId, row.Record.TenantId, row.Record.Location, row.Record.Tags, row.Record.AdditionalInfo);

    /// <summary>The key it is found by; no part holds a line feed, and none but those that may be absent is empty.</summary>
    public UInt128 Key() =>
        UsageSources.KeyOf($"azsreg usage details 1\n{SubscriptionId}\n{BillingModel}\n{LocalSubscription}\n{LocalTenant}\n{Location}\n{Tags}\n{AdditionalInfo}");

    /// <summary>How much memory it takes, in characters.</summary>
    public int Length => 200 + (Tags?.Length ?? 0) + (AdditionalInfo?.Length ?? 0);
}
