namespace Azsreg.AzureClient;

/// <summary>A tenant's own Azure subscription on a registration: whose tenant's usage is billed to it.</summary>
/// <param name="Id">Its ARM id.</param>
/// <param name="Name"><c>{registration}/{subscription id}</c>.</param>
/// <param name="Properties">The tenant.</param>
public sealed record CustomerSubscription(string? Id, string Name, CustomerSubscriptionProperties? Properties)
{
    /// <summary>The Azure subscription.</summary>
    public string SubscriptionId => Name[(Name.LastIndexOf('/') + 1)..];
}
