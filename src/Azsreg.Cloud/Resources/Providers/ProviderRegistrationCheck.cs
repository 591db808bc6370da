using Azsreg.ArmServer;
using Azsreg.Protocol;
using Microsoft.AspNetCore.Http;

namespace Azsreg.Cloud.Resources;

/// <summary>Refuses writes to a provider's types in a subscription that is not registered with it.</summary>
internal sealed class ProviderRegistrationCheck(ProviderRegistrations registrations, ResourceProviders providers) : IArmRequestCheck
{
    public async ValueTask CheckAsync(ArmRequest request, CancellationToken cancellationToken)
    {
        // Reads and deletes go on: an unregistered subscription simply has nothing there (ARM RPC).
        if (request.Subscription is null || request.Versions is not { IsProviderOwned: true } type || !Writes(request.Method))
            return;
        var name = type.ResourceType[..type.ResourceType.IndexOf('/', StringComparison.Ordinal)];
        if (providers.Find(name) is not { RequiresRegistration: true } provider)
            return;
        var state = await registrations.StateAsync(request.SubscriptionId, provider.Namespace, cancellationToken).ConfigureAwait(false);
        if (state is ProviderRegistrations.NotRegistered or "Unregistered" or "Unregistering")
            throw Missing(provider.Namespace, state);
    }

    private static ArmException Missing(string name, string state)
    {
        const string code = "MissingSubscriptionRegistration";
        var message = state == ProviderRegistrations.NotRegistered
            ? $"The subscription is not registered to use namespace '{name}'. See https://aka.ms/rps-not-found for how to register subscriptions."
            : $"The subscription registration is in '{state}' state. The subscription must be registered to use namespace '{name}'. "
              + "See https://aka.ms/rps-not-found for how to register subscriptions.";
        return new ArmException(409, new ArmError(code, message, Details: [new ArmError(code, message, name)]));
    }

    private static bool Writes(string method) => HttpMethods.IsPut(method) || HttpMethods.IsPatch(method) || HttpMethods.IsPost(method);
}
