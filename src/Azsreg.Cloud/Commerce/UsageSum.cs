namespace Azsreg.Cloud.Commerce;

/// <summary>What a batch adds to one row of a roll-up.</summary>
/// <param name="SubscriptionId">To whom it is billed.</param>
/// <param name="Used">The hour or day of use, since 1970.</param>
/// <param name="MeterKey">The meter.</param>
/// <param name="LocalSubscription">The stamp's own subscription.</param>
/// <param name="BillingModel">How it is billed.</param>
/// <param name="Quantity">Billionths.</param>
/// <param name="Records">How many records.</param>
internal sealed record UsageSum(string SubscriptionId, int Used, string MeterKey, string LocalSubscription, string BillingModel, long Quantity, long Records);
