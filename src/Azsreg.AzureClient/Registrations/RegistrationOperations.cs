using Azsreg.Protocol;

namespace Azsreg.AzureClient;

/// <summary>Registrations of stamps (Microsoft.AzureStack 2017-06-01, the version every client of it speaks).</summary>
public sealed class RegistrationOperations
{
    private readonly ArmClient _arm;

    internal RegistrationOperations(ArmClient arm) => _arm = arm;

    /// <summary>A registration; null where there is none of that name, or no such group.</summary>
    public Task<Registration?> TryGetAsync(ArmResourceId registration, CancellationToken cancellationToken = default) =>
        _arm.TryGetAsync(PathOf(registration), WellKnown.RegistrationApiVersion, ProtocolJson.Tolerant.Registration, cancellationToken);

    /// <summary>All registrations of a subscription.</summary>
    public IAsyncEnumerable<Registration> ListAsync(string subscriptionId, CancellationToken cancellationToken = default) =>
        _arm.ListAsync($"/subscriptions/{Uri.EscapeDataString(subscriptionId)}/providers/{WellKnown.RegistrationType}",
            WellKnown.RegistrationApiVersion, ProtocolJson.Tolerant.ArmPageRegistration, cancellationToken);

    /// <summary>All registrations of a resource group.</summary>
    public IAsyncEnumerable<Registration> ListAsync(string subscriptionId, string resourceGroup, CancellationToken cancellationToken = default) =>
        _arm.ListAsync($"/subscriptions/{Uri.EscapeDataString(subscriptionId)}/resourceGroups/{Uri.EscapeDataString(resourceGroup)}/providers/{WellKnown.RegistrationType}",
            WellKnown.RegistrationApiVersion, ProtocolJson.Tolerant.ArmPageRegistration, cancellationToken);

    /// <summary>Registers a stamp, or renews its registration with a new token.</summary>
    /// <param name="registration">The registration's ARM id.</param>
    /// <param name="registrationToken">The token the stamp made.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Status 201 where it was made.</returns>
    /// <exception cref="ArmException">Such as 409 <c>CloudIdUpdateNotAllowed</c> or 400 <c>InvalidRegistrationToken</c>.</exception>
    public Task<ArmResponse<Registration>> PutAsync(ArmResourceId registration, string registrationToken, CancellationToken cancellationToken = default) =>
        _arm.PutAsync(PathOf(registration), WellKnown.RegistrationApiVersion,
            new RegistrationParameter(WellKnown.RegistrationLocation, new(registrationToken)),
            ProtocolJson.Default.RegistrationParameter, ProtocolJson.Tolerant.Registration, cancellationToken);

    /// <summary>Removes a registration.</summary>
    /// <returns>False where there was none.</returns>
    /// <exception cref="ArmException">409 <c>ScopeLocked</c> where a lock is on it.</exception>
    public Task<bool> DeleteAsync(ArmResourceId registration, CancellationToken cancellationToken = default) =>
        _arm.DeleteAsync(PathOf(registration), WellKnown.RegistrationApiVersion, cancellationToken);

    /// <summary>Fetches the key that activates the stamp.</summary>
    public async Task<string> GetActivationKeyAsync(ArmResourceId registration, CancellationToken cancellationToken = default)
    {
        // Asking twice gives a key twice and changes nothing.
        var request = new ArmRequest(HttpMethod.Post, PathOf(registration) + "/getactivationkey", WellKnown.RegistrationApiVersion) { IsRepeatable = true };
        return ArmClient.Required(await _arm.SendAsync(request, ProtocolJson.Tolerant.ActivationKeyResult, cancellationToken)).ActivationKey;
    }

    /// <summary>The marketplace items a registration may have.</summary>
    public IAsyncEnumerable<Product> ListProductsAsync(ArmResourceId registration, CancellationToken cancellationToken = default) =>
        _arm.ListAsync(PathOf(registration) + "/products", WellKnown.RegistrationApiVersion, ProtocolJson.Tolerant.ArmPageProduct, cancellationToken);

    /// <summary>A product of a registration; null where it is not listed.</summary>
    public Task<Product?> TryGetProductAsync(ArmResourceId registration, string product, CancellationToken cancellationToken = default) =>
        _arm.TryGetAsync(PathOf(registration, product), WellKnown.RegistrationApiVersion, ProtocolJson.Tolerant.Product, cancellationToken);

    /// <summary>What a product's download consists of, with links that are good for a while.</summary>
    /// <exception cref="ArmException">404 where it is not listed, 403 without the right to its details.</exception>
    public async Task<ExtendedProduct> ListProductDetailsAsync(ArmResourceId registration, string product, CancellationToken cancellationToken = default)
    {
        // Asking twice gives links twice and changes nothing.
        var request = new ArmRequest(HttpMethod.Post, PathOf(registration, product) + "/listDetails", WellKnown.RegistrationApiVersion) { IsRepeatable = true };
        return ArmClient.Required(await _arm.SendAsync(request, ProtocolJson.Tolerant.ExtendedProduct, cancellationToken));
    }

    private static string PathOf(ArmResourceId registration, string product) => $"{PathOf(registration)}/products/{Uri.EscapeDataString(product)}";

    private static string PathOf(ArmResourceId id) => Uri.EscapeDataString(id.ToString()).Replace("%2F", "/", StringComparison.Ordinal);
}
