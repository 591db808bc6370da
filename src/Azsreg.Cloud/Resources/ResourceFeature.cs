using Azsreg.ArmServer;
using Azsreg.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Cloud.Resources;

/// <summary>Puts providers, resource groups, locks, roles and the lists of resources into the cloud.</summary>
internal static class ResourceFeature
{
    public static IServiceCollection AddResources(this IServiceCollection services)
    {
        services.AddSingleton(SqlModule.Of("Resources"));
        services.AddSingleton<ResourceProviders>();
        services.AddSingleton(provider => new ProviderRegistrations(
            provider.GetRequiredService<SqlDatabase>(), provider.GetRequiredService<SnapshotVersions>(), provider.GetRequiredService<ResourceProviders>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<CloudOptions>()));
        services.AddSingleton(provider => new ResourceGroupStore(
            provider.GetRequiredService<SqlDatabase>(), provider.GetRequiredService<SnapshotVersions>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new LockStore(
            provider.GetRequiredService<SqlDatabase>(), provider.GetRequiredService<SnapshotVersions>()));
        services.AddSingleton(provider => new RoleDefinitionStore(
            provider.GetRequiredService<SqlDatabase>(), provider.GetRequiredService<SnapshotVersions>()));
        services.AddSingleton(provider => new RoleAssignmentStore(
            provider.GetRequiredService<SqlDatabase>(), provider.GetRequiredService<SnapshotVersions>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new ResourceScopes(
            provider.GetRequiredService<ResourceGroupStore>(), provider.GetRequiredService<ResourceProviders>(),
            provider.GetRequiredService<LockStore>(), provider.GetRequiredService<RoleAssignmentStore>()));
        services.AddSingleton<PrincipalDirectory>();
        services.AddSingleton<RoleAuthorization>();
        services.AddSingleton<IArmAuthorization>(provider => provider.GetRequiredService<RoleAuthorization>());
        services.AddSingleton<IArmOperationHandler, ResourceGroupDeletion>();
        // In the order the public cloud answers: the group, the subscription's registration, the locks.
        services.AddSingleton<IArmRequestCheck, ResourceGroupCheck>();
        services.AddSingleton<IArmRequestCheck, ProviderRegistrationCheck>();
        services.AddSingleton<IArmRequestCheck, LockCheck>();
        return services;
    }

    public static void MapResources(this IEndpointRouteBuilder endpoints)
    {
        var services = endpoints.ServiceProvider;
        ActivatorUtilities.CreateInstance<ProviderEndpoints>(services).Map(endpoints);
        ActivatorUtilities.CreateInstance<ResourceGroupEndpoints>(services).Map(endpoints);
        ActivatorUtilities.CreateInstance<LockEndpoints>(services).Map(endpoints);
        ActivatorUtilities.CreateInstance<RoleDefinitionEndpoints>(services).Map(endpoints);
        ActivatorUtilities.CreateInstance<RoleAssignmentEndpoints>(services).Map(endpoints);
        ActivatorUtilities.CreateInstance<GenericResourceEndpoints>(services).Map(endpoints);
    }
}
