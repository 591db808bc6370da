using Azsreg.AzureClient.Arm;
using Azsreg.Protocol;

namespace Azsreg.AzureClient;

/// <summary>Resource providers and their registration (Microsoft.Resources 2021-04-01).</summary>
public sealed class ProviderOperations
{
    private const string ApiVersion = "2021-04-01";
    private readonly ArmClient _arm;

    internal ProviderOperations(ArmClient arm) => _arm = arm;

    /// <summary>One provider.</summary>
    /// <exception cref="ArmException">404 where there is none of that namespace.</exception>
    public Task<ResourceProvider> GetAsync(string subscriptionId, string providerNamespace, CancellationToken cancellationToken = default) =>
        _arm.GetAsync(PathOf(subscriptionId, providerNamespace), ApiVersion, AzureJson.Default.ResourceProvider, cancellationToken);

    /// <summary>All providers a subscription knows.</summary>
    public IAsyncEnumerable<ResourceProvider> ListAsync(string subscriptionId, CancellationToken cancellationToken = default) =>
        _arm.ListAsync($"/subscriptions/{Uri.EscapeDataString(subscriptionId)}/providers", ApiVersion, AzureJson.Default.ArmPageResourceProvider, cancellationToken);

    /// <summary>Asks for the registration; the answer comes at once and the state goes on to <c>Registered</c> later: read it with <see cref="GetAsync"/>.</summary>
    /// <exception cref="ArmException">403 where the caller may not.</exception>
    public async Task<ResourceProvider> RegisterAsync(string subscriptionId, string providerNamespace, CancellationToken cancellationToken = default)
    {
        // Registering what is registered changes nothing, so a lost answer may be asked for again.
        var request = new ArmRequest(HttpMethod.Post, PathOf(subscriptionId, providerNamespace) + "/register", ApiVersion) { IsRepeatable = true };
        return ArmClient.Required(await _arm.SendAsync(request, AzureJson.Default.ResourceProvider, cancellationToken));
    }

    private static string PathOf(string subscriptionId, string providerNamespace) =>
        $"/subscriptions/{Uri.EscapeDataString(subscriptionId)}/providers/{Uri.EscapeDataString(providerNamespace)}";
}
