using Azsreg.Protocol;

namespace Azsreg.Cloud.Resources;

/// <summary>A namespace whose resources the resource manager keeps itself, or that has no tracked ones.</summary>
internal sealed class BuiltInProvider(string providerNamespace, bool requiresRegistration, params IReadOnlyList<ResourceTypeDescription> types)
    : IResourceProvider
{
    public static IReadOnlyList<BuiltInProvider> All { get; } =
    [
        new("Microsoft.Authorization", requiresRegistration: false,
            new("roleAssignments", NewestFirst(ResourceManagerVersions.RoleAssignments.Versions), []),
            new("roleDefinitions", NewestFirst(ResourceManagerVersions.RoleDefinitions.Versions), []),
            new("permissions", NewestFirst(ResourceManagerVersions.Permissions.Versions), []),
            new("locks", NewestFirst(ResourceManagerVersions.Locks.Versions), [])),
        new("Microsoft.Resources", requiresRegistration: false,
            new("tenants", NewestFirst(ResourceManagerVersions.Tenants.Versions), []),
            new("subscriptions", NewestFirst(ResourceManagerVersions.Subscriptions.Versions), []),
            new("subscriptions/providers", NewestFirst(ResourceManagerVersions.Providers.Versions), []),
            new("subscriptions/resources", NewestFirst(ResourceManagerVersions.GenericResources.Versions), []),
            new("subscriptions/resourceGroups", NewestFirst(ResourceManagerVersions.ResourceGroups.Versions),
                [.. AzureRegions.All.Select(region => region.DisplayName)],
                "SupportsTags, SupportsLocation")),
        new("Microsoft.Commerce", requiresRegistration: true,
            new("UsageAggregates", ["2015-06-01-preview", "2015-03-31"], []),
            new("RateCard", ["2016-08-31-preview", "2015-06-01-preview", "2015-05-15"], [])),
    ];

    public string Namespace => providerNamespace;

    public bool RequiresRegistration => requiresRegistration;

    public IReadOnlyList<ResourceTypeDescription> ResourceTypes => types;

    public ValueTask<IReadOnlyList<GenericResource>> ListAsync(string subscriptionId, string? resourceGroup, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<GenericResource>>([]);

    public ValueTask<GenericResource?> FindAsync(ArmResourceId id, CancellationToken cancellationToken) => ValueTask.FromResult<GenericResource?>(null);

    public Task DeleteAsync(ArmResourceId id, CancellationToken cancellationToken) => Task.CompletedTask;

    private static IReadOnlyList<string> NewestFirst(IReadOnlyList<string> versions) => [.. versions.OrderDescending(StringComparer.Ordinal)];
}
