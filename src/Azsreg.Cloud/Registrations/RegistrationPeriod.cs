namespace Azsreg.Cloud.Registrations;

/// <summary>A time in which a stamp's registration was one and the same, billed in one way.</summary>
/// <param name="From">Its start.</param>
/// <param name="To">Its end, not included; null where it lasts.</param>
/// <param name="SubscriptionId">The registration's subscription, in lower case.</param>
/// <param name="ResourceKey">The registration's id, in lower case.</param>
/// <param name="BillingModel">The billing model's name.</param>
internal sealed record RegistrationPeriod(DateTimeOffset From, DateTimeOffset? To, string SubscriptionId, string ResourceKey, string BillingModel);
