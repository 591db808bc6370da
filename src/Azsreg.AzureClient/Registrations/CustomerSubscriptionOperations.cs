using Azsreg.AzureClient.Arm;
using Azsreg.Protocol;

namespace Azsreg.AzureClient;

/// <summary>Customers' subscriptions of a registration (Microsoft.AzureStack 2017-06-01). Ids are in lower case, as the service wants them.</summary>
public sealed class CustomerSubscriptionOperations
{
    private readonly ArmClient _arm;

    internal CustomerSubscriptionOperations(ArmClient arm) => _arm = arm;

    /// <summary>The Azure subscription a mapping names.</summary>
    public static string SubscriptionOf(CustomerSubscription customer)
    {
        ArgumentNullException.ThrowIfNull(customer);
        return customer.Name[(customer.Name.LastIndexOf('/') + 1)..];
    }

    /// <summary>All of a registration.</summary>
    public IAsyncEnumerable<CustomerSubscription> ListAsync(ArmResourceId registration, CancellationToken cancellationToken = default) =>
        _arm.ListAsync($"{registration}/customerSubscriptions", WellKnown.RegistrationApiVersion, ProtocolJson.Tolerant.ArmPageCustomerSubscription, cancellationToken);

    /// <summary>Has a tenant's usage billed to a subscription; another one of the tenant is replaced.</summary>
    /// <exception cref="ArmException">Such as <c>BadCustomerSubscriptionId</c> or <c>UnauthorizedCspRegistration</c>.</exception>
    public async Task AddAsync(ArmResourceId registration, Guid subscriptionId, Guid tenantId, CancellationToken cancellationToken = default)
    {
        var body = new CustomerSubscriptionBody(new(tenantId.ToString()));
        await _arm.SendAsync(
            new ArmRequest(HttpMethod.Put, PathOf(registration, subscriptionId), WellKnown.RegistrationApiVersion) { Body = ArmClient.Json(body, AzureJson.Default.CustomerSubscriptionBody) },
            cancellationToken);
    }

    /// <summary>Has a tenant's usage billed to the registration's own subscription again.</summary>
    /// <returns>False where it was not mapped.</returns>
    public async Task<bool> RemoveAsync(ArmResourceId registration, Guid subscriptionId, CancellationToken cancellationToken = default)
    {
        // The service answers 204 in both cases, so what was there is asked first.
        var path = PathOf(registration, subscriptionId);
        if (await _arm.TryGetAsync(path, WellKnown.RegistrationApiVersion, ProtocolJson.Tolerant.CustomerSubscription, cancellationToken) is null)
            return false;
        await _arm.DeleteAsync(path, WellKnown.RegistrationApiVersion, cancellationToken);
        return true;
    }

    private static string PathOf(ArmResourceId registration, Guid subscriptionId) => $"{registration}/customerSubscriptions/{subscriptionId}";
}
