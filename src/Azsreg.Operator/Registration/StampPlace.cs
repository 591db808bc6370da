namespace Azsreg.Operator.Registration;

/// <summary>Where in a stamp's admin ARM its own resources lie.</summary>
/// <param name="SubscriptionId">The Default Provider Subscription.</param>
/// <param name="Region">The stamp's region; null where it tells none.</param>
internal sealed record StampPlace(string SubscriptionId, string? Region);
