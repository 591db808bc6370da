using Azsreg.ArmServer;
using Azsreg.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Azsreg.Cloud.Resources;

/// <summary>Resource providers and a subscription's registration with them.</summary>
internal sealed class ProviderEndpoints(
    ResourceProviders providers, ProviderRegistrations registrations, IArmAuthorization authorization)
{
    public void Map(IEndpointRouteBuilder endpoints)
    {
        const string one = "/subscriptions/{subscriptionId}/providers/{providerNamespace}";
        endpoints.MapArm("GET", "/subscriptions/{subscriptionId}/providers", ListAsync)
            .RequireArm("Microsoft.Resources/subscriptions/providers/read", ResourceManagerVersions.Providers, ArmScope.Subscription);
        endpoints.MapArm("GET", one, GetAsync)
            .RequireArm("Microsoft.Resources/subscriptions/providers/read", ResourceManagerVersions.Providers, ArmScope.Subscription);
        // The operation's name holds the namespace, so the handlers check it themselves.
        endpoints.MapArm("POST", one + "/register", RegisterAsync).RequireArm(null, ResourceManagerVersions.Providers, ArmScope.Subscription);
        endpoints.MapArm("POST", one + "/unregister", UnregisterAsync).RequireArm(null, ResourceManagerVersions.Providers, ArmScope.Subscription);
        endpoints.MapArm("GET", "/providers", ListOfTenantAsync).RequireArm(null, ResourceManagerVersions.Providers);
        endpoints.MapArm("GET", "/providers/{providerNamespace}", GetOfTenantAsync).RequireArm(null, ResourceManagerVersions.Providers);
    }

    private async Task<IResult> ListAsync(ArmRequest request)
    {
        var page = request.ReadPage(defaultSize: 200);
        var rows = new List<ProviderBody>();
        foreach (var provider in providers.All)
        {
            if (page.After is null || string.Compare(provider.Namespace, page.After, StringComparison.OrdinalIgnoreCase) > 0)
                rows.Add(await BodyAsync(request, provider).ConfigureAwait(false));
        }

        return ArmResults.Ok(request.Page(page, rows, row => row.Namespace));
    }

    private async Task<IResult> GetAsync(ArmRequest request) =>
        ArmResults.Ok(await BodyAsync(request, Find(request)).ConfigureAwait(false));

    private async Task<IResult> RegisterAsync(ArmRequest request)
    {
        var provider = Find(request);
        await RequireAsync(request, $"{provider.Namespace}/register/action").ConfigureAwait(false);
        if (provider.RequiresRegistration)
            await registrations.RegisterAsync(request.SubscriptionId, provider.Namespace, request.Aborted).ConfigureAwait(false);
        return ArmResults.Ok(await BodyAsync(request, provider).ConfigureAwait(false));
    }

    private async Task<IResult> UnregisterAsync(ArmRequest request)
    {
        var provider = Find(request);
        await RequireAsync(request, $"{provider.Namespace}/unregister/action").ConfigureAwait(false);
        if (!provider.RequiresRegistration)
        {
            throw new ArmException(400, "InvalidUnregisterRequest",
                $"The resource namespace '{provider.Namespace}' does not require registration and cannot be unregistered.");
        }

        if ((await provider.ListAsync(request.SubscriptionId, null, request.Aborted).ConfigureAwait(false)) is [var first, ..])
        {
            throw new ArmException(409, "CannotUnregisterNamespaceWithResources",
                $"The subscription cannot be unregistered from namespace '{provider.Namespace}' while it has resources of it, such as '{first.Id}'.");
        }

        await registrations.UnregisterAsync(request.SubscriptionId, provider.Namespace, request.Aborted).ConfigureAwait(false);
        return ArmResults.Ok(await BodyAsync(request, provider).ConfigureAwait(false));
    }

    private Task<IResult> ListOfTenantAsync(ArmRequest request) => Task.FromResult(
        ArmResults.Ok(new ArmPage<TenantProviderBody>([.. providers.All.Select(one => new TenantProviderBody(one.Namespace, Types(one)))])));

    private Task<IResult> GetOfTenantAsync(ArmRequest request)
    {
        var provider = Find(request);
        return Task.FromResult(ArmResults.Ok(new TenantProviderBody(provider.Namespace, Types(provider))));
    }

    private async ValueTask RequireAsync(ArmRequest request, string action)
    {
        if (!await authorization.CheckAsync(request.Caller, action, request.Scope, request.Aborted).ConfigureAwait(false))
            throw ArmErrors.AuthorizationFailed(request.Caller, action, request.Scope);
    }

    private IResourceProvider Find(ArmRequest request)
    {
        var name = request.Route("providerNamespace");
        return providers.Find(name) ?? throw ArmErrors.InvalidResourceNamespace(name);
    }

    private async ValueTask<ProviderBody> BodyAsync(ArmRequest request, IResourceProvider provider) =>
        new($"/subscriptions/{request.SubscriptionId}/providers/{provider.Namespace}", provider.Namespace,
            provider.RequiresRegistration ? "RegistrationRequired" : "RegistrationFree", Types(provider),
            await registrations.StateAsync(request.SubscriptionId, provider.Namespace, request.Aborted).ConfigureAwait(false));

    private static IReadOnlyList<TypeBody> Types(IResourceProvider provider) =>
        [.. provider.ResourceTypes.Select(type => new TypeBody(type.Type, type.Locations, type.ApiVersions, type.ApiVersions[0], type.Capabilities))];

    private sealed record ProviderBody(
        string Id, string Namespace, string RegistrationPolicy, IReadOnlyList<TypeBody> ResourceTypes, string RegistrationState);

    private sealed record TenantProviderBody(string Namespace, IReadOnlyList<TypeBody> ResourceTypes);

    private sealed record TypeBody(
        string ResourceType, IReadOnlyList<string> Locations, IReadOnlyList<string> ApiVersions, string DefaultApiVersion, string Capabilities);
}
