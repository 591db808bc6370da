namespace Azsreg.AzureClient;

/// <summary>What a stamp's subscription used of a meter on a day, and how much of it is on its way.</summary>
/// <param name="UsageDay">The day of use, UTC, as <c>yyyy-MM-dd</c>.</param>
/// <param name="SubscriptionId">The tenant's subscription.</param>
/// <param name="MeterId">The meter.</param>
/// <param name="Records">How many records.</param>
/// <param name="Quantity">Their sum.</param>
/// <param name="WaitingRecords">How many are not acknowledged.</param>
/// <param name="WaitingQuantity">Their sum.</param>
/// <param name="RefusedRecords">How many commerce refused.</param>
/// <param name="RefusedQuantity">Their sum.</param>
public sealed record StampUsageTotal(
    string UsageDay, string SubscriptionId, string MeterId, long Records, decimal Quantity, long WaitingRecords, decimal WaitingQuantity, long RefusedRecords,
    decimal RefusedQuantity);
