namespace Azsreg.Operator.Accounts;

/// <summary>Which account and subscription are in use in a realm.</summary>
internal sealed record AccountChoice(string Realm, string Account, string? SubscriptionId);
