namespace Azsreg.Protocol;

/// <summary>The subscription a tenant of a stamp is billed to (Microsoft.AzureStack, 2017-06-01, CustomerSubscriptions_Get).</summary>
/// <param name="Id">The ARM id.</param>
/// <param name="Name"><c>{registration}/{subscription id}</c>.</param>
/// <param name="Type"><c>Microsoft.AzureStack/registrations/customerSubscriptions</c>.</param>
/// <param name="Etag">A strong entity tag, its quotes included.</param>
/// <param name="Properties">Whose it is.</param>
public sealed record CustomerSubscription(string Id, string Name, string Type, string? Etag, CustomerSubscriptionProperties Properties);
