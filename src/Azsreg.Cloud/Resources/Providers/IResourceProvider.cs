using Azsreg.Protocol;

namespace Azsreg.Cloud;

/// <summary>
/// What the resource manager must know of a resource provider behind it: its types, and the resources it holds. Register one in the
/// container for each namespace; its endpoints the provider maps itself.
/// </summary>
public interface IResourceProvider
{
    /// <summary>The namespace, such as <c>Microsoft.AzureStack</c>.</summary>
    string Namespace { get; }

    /// <summary>True where a subscription must be registered with it before a write.</summary>
    bool RequiresRegistration { get; }

    /// <summary>Its types.</summary>
    IReadOnlyList<ResourceTypeDescription> ResourceTypes { get; }

    /// <summary>All its tracked resources in a subscription, or in one group of it.</summary>
    /// <param name="subscriptionId">In lower case.</param>
    /// <param name="resourceGroup">Null for all groups; letter case does not count.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    ValueTask<IReadOnlyList<GenericResource>> ListAsync(string subscriptionId, string? resourceGroup, CancellationToken cancellationToken);

    /// <summary>One of its resources; null where there is none of that id.</summary>
    ValueTask<GenericResource?> FindAsync(ArmResourceId id, CancellationToken cancellationToken);

    /// <summary>Removes a resource since its group is deleted. Locks and rights were checked. One that is gone already is no error.</summary>
    Task DeleteAsync(ArmResourceId id, CancellationToken cancellationToken);
}
