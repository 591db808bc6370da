namespace Azsreg.AzureClient;

/// <summary>A record of a stamp that commerce refused.</summary>
/// <param name="RecordId">Its id.</param>
/// <param name="SubscriptionId">The tenant's subscription.</param>
/// <param name="ResourceUri">The resource.</param>
/// <param name="MeterId">The meter.</param>
/// <param name="UsageHour">The hour of use.</param>
/// <param name="Revision">The revision.</param>
/// <param name="Quantity">How much.</param>
/// <param name="Code">Why, as a code.</param>
/// <param name="Message">Why, in words.</param>
/// <param name="RefusedAt">When.</param>
public sealed record StampUsageRefusal(
    string RecordId, string SubscriptionId, string ResourceUri, string MeterId, DateTimeOffset UsageHour, long Revision, decimal Quantity, string Code, string Message,
    DateTimeOffset RefusedAt);
