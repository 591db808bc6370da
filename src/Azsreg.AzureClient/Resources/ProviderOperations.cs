using Azsreg.AzureClient.Arm;
using Azsreg.Protocol;

namespace Azsreg.AzureClient;

/// <summary>Resource providers and their registration (Microsoft.Resources 2021-04-01).</summary>
public sealed class ProviderOperations
{
    private const string ApiVersion = "2021-04-01";
    private static readonly TimeSpan FirstLook = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LaterLooks = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RegisterPatience = TimeSpan.FromMinutes(10);
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

    /// <summary>Registers a provider unless it is, and waits until it is.</summary>
    /// <param name="subscriptionId">The subscription.</param>
    /// <param name="providerNamespace">The namespace.</param>
    /// <param name="progress">Told the state at each look; null for none.</param>
    /// <param name="cancellationToken">Ends the waiting; the registration goes on.</param>
    /// <returns>The provider, and whether it had to be registered.</returns>
    /// <exception cref="CataloguedException">It is not registered after ten minutes (AZR2103).</exception>
    public async Task<(ResourceProvider Provider, bool WasChanged)> EnsureRegisteredAsync(
        string subscriptionId, string providerNamespace, IProgress<string>? progress = null, CancellationToken cancellationToken = default)
    {
        var provider = await GetAsync(subscriptionId, providerNamespace, cancellationToken);
        if (provider.IsRegistered)
            return (provider, false);

        var clock = _arm.Clock;
        var started = clock.GetTimestamp();
        provider = await RegisterAsync(subscriptionId, providerNamespace, cancellationToken);
        // Azure needs half a minute to some minutes, a local Azure side none: look soon at first, then less and less often.
        for (var wait = FirstLook; !provider.IsRegistered; wait = wait * 2 < LaterLooks ? wait * 2 : LaterLooks)
        {
            progress?.Report(provider.RegistrationState ?? "unknown");
            if (clock.GetElapsedTime(started) > RegisterPatience)
            {
                throw new CataloguedException(
                    ErrorCatalogue.ProviderNotRegistered, $"{providerNamespace} is still '{provider.RegistrationState}' after {RegisterPatience.TotalMinutes:0} minutes.");
            }

            await Task.Delay(wait, clock, cancellationToken);
            provider = await GetAsync(subscriptionId, providerNamespace, cancellationToken);
        }

        return (provider, true);
    }

    private static string PathOf(string subscriptionId, string providerNamespace) =>
        $"/subscriptions/{Uri.EscapeDataString(subscriptionId)}/providers/{Uri.EscapeDataString(providerNamespace)}";
}
