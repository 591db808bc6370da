using Azsreg.AzureClient.Arm;
using Azsreg.AzureClient.Http;
using Azsreg.AzureClient.SignIn;
using Azsreg.Protocol;

namespace Azsreg.AzureClient;

/// <summary>Directories, subscriptions and locations (Microsoft.Resources).</summary>
public sealed class SubscriptionOperations
{
    // Old enough for a stamp's Resource Manager, and Azure still answers it.
    private const string ApiVersion = "2016-06-01";
    private readonly ArmClient _arm;

    internal SubscriptionOperations(ArmClient arm) => _arm = arm;

    /// <summary>The directories the caller belongs to.</summary>
    public IAsyncEnumerable<AzureTenant> ListTenantsAsync(CancellationToken cancellationToken = default) =>
        _arm.ListAsync("/tenants", "2020-01-01", AzureJson.Default.ArmPageAzureTenant, cancellationToken);

    /// <summary>The subscriptions the caller can see in the token's directory.</summary>
    public IAsyncEnumerable<AzureSubscription> ListAsync(CancellationToken cancellationToken = default) =>
        _arm.ListAsync("/subscriptions", ApiVersion, AzureJson.Default.ArmPageAzureSubscription, cancellationToken);

    /// <summary>One subscription.</summary>
    /// <exception cref="ArmException">404 where it does not exist or the caller may not see it.</exception>
    public Task<AzureSubscription> GetAsync(string subscriptionId, CancellationToken cancellationToken = default) =>
        _arm.GetAsync($"/subscriptions/{Uri.EscapeDataString(subscriptionId)}", ApiVersion, AzureJson.Default.AzureSubscription, cancellationToken);

    /// <summary>The locations a subscription may use.</summary>
    public IAsyncEnumerable<AzureLocation> ListLocationsAsync(string subscriptionId, CancellationToken cancellationToken = default) =>
        _arm.ListAsync($"/subscriptions/{Uri.EscapeDataString(subscriptionId)}/locations", ApiVersion, AzureJson.Default.ArmPageAzureLocation, cancellationToken);

    /// <summary>Finds the directory a subscription trusts by asking without a token: the 401 names it.</summary>
    /// <param name="connection">The transport.</param>
    /// <param name="environment">The Azure the subscription is in.</param>
    /// <param name="subscriptionId">The subscription's id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The directory's id; null where the subscription does not exist or the server does not tell.</returns>
    public static async Task<string?> FindTenantAsync(
        AzureConnection connection, AzureEnvironment environment, string subscriptionId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var address = new Uri(environment.ResourceManagerUrl, $"subscriptions/{Uri.EscapeDataString(subscriptionId)}?api-version={ApiVersion}");
        var answer = await new HttpExchange(connection).SendAsync(() => new HttpRequestMessage(HttpMethod.Get, address), repeatable: true, cancellationToken);
        if (answer.StatusCode != 401 || !answer.Headers.TryGetValues("WWW-Authenticate", out var challenges))
            return null;
        return challenges.Select(WwwAuthenticate.TenantOf).FirstOrDefault(tenant => tenant is not null);
    }
}
