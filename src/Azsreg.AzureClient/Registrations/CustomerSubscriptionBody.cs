using Azsreg.Protocol;

namespace Azsreg.AzureClient;

/// <summary>Body that maps a tenant to a subscription.</summary>
internal sealed record CustomerSubscriptionBody(CustomerSubscriptionProperties Properties);
