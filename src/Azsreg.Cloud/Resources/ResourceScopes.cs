using Azsreg.ArmServer;
using Azsreg.Protocol;

namespace Azsreg.Cloud;

/// <summary>What hangs on scopes, locks and role assignments, as those who make and remove the scopes see it.</summary>
public sealed class ResourceScopes
{
    private readonly ResourceGroupStore _groups;
    private readonly Resources.ResourceProviders _providers;
    private readonly LockStore _locks;
    private readonly RoleAssignmentStore _assignments;

    internal ResourceScopes(ResourceGroupStore groups, Resources.ResourceProviders providers, LockStore locks, RoleAssignmentStore assignments)
    {
        _groups = groups;
        _providers = providers;
        _locks = locks;
        _assignments = assignments;
    }

    /// <summary>
    /// Removes the locks and role assignments at and below a scope. Call it after a resource was deleted: a new one of the same name
    /// must not inherit the rights of the old.
    /// </summary>
    public async Task ForgetAsync(string scope, CancellationToken cancellationToken = default)
    {
        await _locks.ForgetAsync(scope, cancellationToken).ConfigureAwait(false);
        await _assignments.ForgetAsync(scope, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes sure that a scope something is to hang on exists.</summary>
    /// <exception cref="ArmException">404: no such group or resource, or the scope is no resource id.</exception>
    public async ValueTask RequireAsync(string scope, CancellationToken cancellationToken = default)
    {
        if (!ArmResourceId.TryParse(scope, out var id) || id.SubscriptionId is not { } subscription)
            throw ArmErrors.NoSuchOperation(scope);
        if (id.ResourceGroupName is { } group
            && await _groups.FindAsync(subscription, group, cancellationToken).ConfigureAwait(false) is null)
        {
            throw ArmErrors.ResourceGroupNotFound(group);
        }

        if (id.ResourceType is ArmResourceId.SubscriptionType or ArmResourceId.ResourceGroupType)
            return;
        var provider = _providers.Find(id.ProviderNamespace) ?? throw ArmErrors.InvalidResourceNamespace(id.ProviderNamespace);
        if (await provider.FindAsync(id, cancellationToken).ConfigureAwait(false) is null)
            throw ArmErrors.ResourceNotFound(id);
    }
}
