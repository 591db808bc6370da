using Azsreg.Protocol;

namespace Azsreg.Cloud.Registrations;

/// <summary><c>Microsoft.AzureStack</c> as the resource manager sees it.</summary>
internal sealed class RegistrationResources(RegistrationStore store, RegistrationService service) : IResourceProvider
{
    private const int Batch = 1000;

    public string Namespace => WellKnown.ProviderNamespace;

    public bool RequiresRegistration => true;

    public IReadOnlyList<ResourceTypeDescription> ResourceTypes { get; } =
    [
        new("operations", RegistrationEndpoints.ApiVersions, []),
        new("registrations", RegistrationEndpoints.ApiVersions, ["global"], "SupportsTags, SupportsLocation"),
        new("registrations/products", RegistrationEndpoints.ApiVersions, ["global"]),
        new("registrations/customerSubscriptions", CustomerSubscriptionEndpoints.ApiVersions, ["global"]),
    ];

    public async ValueTask<IReadOnlyList<GenericResource>> ListAsync(
        string subscriptionId, string? resourceGroup, CancellationToken cancellationToken)
    {
        var all = new List<GenericResource>();
        string? after = null;
        while (true)
        {
            var rows = await store.ListAsync(subscriptionId, resourceGroup, after, Batch, cancellationToken).ConfigureAwait(false);
            all.AddRange(rows.Select(Shape));
            if (rows.Count < Batch)
                return all;
            after = rows[^1].ResourceKey;
        }
    }

    public async ValueTask<GenericResource?> FindAsync(ArmResourceId id, CancellationToken cancellationToken) =>
        id.ResourceType.Equals(WellKnown.RegistrationType, StringComparison.OrdinalIgnoreCase)
        && await store.FindAsync(id, cancellationToken).ConfigureAwait(false) is { } found
            ? Shape(found)
            : null;

    public Task DeleteAsync(ArmResourceId id, CancellationToken cancellationToken) => service.DeleteAsync(id, null, cancellationToken, withItsGroup: true);

    private static GenericResource Shape(RegistrationRecord record) => new(
        record.Id.ToString(), record.Name, WellKnown.RegistrationType, "global", record.Tags.Count > 0 ? record.Tags : null, null, record.CreatedAt,
        record.UpdatedAt);
}
