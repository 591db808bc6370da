namespace Azsreg.Cloud.Registrations;

/// <summary>A yearly agreement by which Capacity is paid for, as commerce knows it.</summary>
/// <param name="SubscriptionId">The subscription it was bought for.</param>
/// <param name="Number">Its number; text, leading zeros count.</param>
/// <param name="Cores">How many physical cores it covers, of all stamps registered by it; null for no bound.</param>
/// <param name="EndsAt">When it ends, and with it every activation made by it.</param>
public sealed record CapacityAgreement(string SubscriptionId, string Number, int? Cores, DateTimeOffset EndsAt);
