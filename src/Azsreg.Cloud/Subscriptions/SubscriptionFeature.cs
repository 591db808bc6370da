using Azsreg.ArmServer;
using Azsreg.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Cloud.Subscriptions;

/// <summary>Puts subscriptions, tenants, locations and metadata into the cloud.</summary>
internal static class SubscriptionFeature
{
    public static IServiceCollection AddSubscriptions(this IServiceCollection services)
    {
        services.AddSingleton(SqlModule.Of("Subscriptions"));
        services.AddSingleton(provider => new SubscriptionStore(
            provider.GetRequiredService<SqlDatabase>(), provider.GetRequiredService<SnapshotVersions>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IArmSubscriptions, CloudSubscriptions>();
        services.AddSingleton<IAccessTokenKeys, AccessTokenKeys>();
        return services;
    }

    public static void MapSubscriptions(this IEndpointRouteBuilder endpoints)
    {
        var services = endpoints.ServiceProvider;
        endpoints.MapMetadata(services.GetRequiredService<CloudOptions>(), services.GetRequiredService<CloudAddresses>());
        ActivatorUtilities.CreateInstance<TenantEndpoints>(services).Map(endpoints);
        ActivatorUtilities.CreateInstance<SubscriptionEndpoints>(services).Map(endpoints);
    }
}
