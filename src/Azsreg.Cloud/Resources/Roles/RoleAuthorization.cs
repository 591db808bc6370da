using System.Collections.Frozen;
using Azsreg.ArmServer;

namespace Azsreg.Cloud.Resources;

/// <summary>Decides every right from one immutable picture of roles and assignments, made again after a change.</summary>
internal sealed class RoleAuthorization : IArmAuthorization, IDisposable
{
    private readonly RoleDefinitionStore _definitions;
    private readonly RoleAssignmentStore _assignments;
    private readonly Snapshot<FrozenDictionary<(string Tenant, string Principal), Grant[]>> _grants;

    public RoleAuthorization(RoleDefinitionStore definitions, RoleAssignmentStore assignments, SnapshotVersions versions)
    {
        _definitions = definitions;
        _assignments = assignments;
        _grants = new Snapshot<FrozenDictionary<(string, string), Grant[]>>(
            versions, LoadAsync, RoleDefinitionStore.SnapshotName, RoleAssignmentStore.SnapshotName);
    }

    public async ValueTask<bool> CheckAsync(ArmCaller caller, string action, string scope, CancellationToken cancellationToken)
    {
        foreach (var grant in await GrantsAsync(caller, cancellationToken).ConfigureAwait(false))
        {
            if (ScopePath.IsAtOrBelow(scope, grant.Scope) && grant.Role.Allows(action))
                return true;
        }

        return false;
    }

    /// <summary>True where the caller has any role at, above or below a scope.</summary>
    public async ValueTask<bool> HasAnyAsync(ArmCaller caller, string scope, CancellationToken cancellationToken)
    {
        foreach (var grant in await GrantsAsync(caller, cancellationToken).ConfigureAwait(false))
        {
            if (ScopePath.IsAtOrBelow(scope, grant.Scope) || ScopePath.IsAtOrBelow(grant.Scope, scope))
                return true;
        }

        return false;
    }

    /// <summary>The permissions the caller has at a scope, inherited ones included.</summary>
    public async ValueTask<IReadOnlyList<RolePermissions>> PermissionsAsync(ArmCaller caller, string scope, CancellationToken cancellationToken) =>
    [
        .. (await GrantsAsync(caller, cancellationToken).ConfigureAwait(false))
            .Where(grant => ScopePath.IsAtOrBelow(scope, grant.Scope))
            .SelectMany(grant => grant.Role.Permissions),
    ];

    public void Dispose() => _grants.Dispose();

    private async ValueTask<Grant[]> GrantsAsync(ArmCaller caller, CancellationToken cancellationToken)
    {
        var grants = await _grants.GetAsync(cancellationToken).ConfigureAwait(false);
        return grants.TryGetValue((caller.TenantId, caller.ObjectId), out var own) ? own : [];
    }

    private async Task<FrozenDictionary<(string, string), Grant[]>> LoadAsync(CancellationToken cancellationToken)
    {
        var grants = new Dictionary<(string, string), List<Grant>>();
        foreach (var one in await _assignments.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            if (await _definitions.FindAsync(one.TenantId, one.RoleDefinitionId, cancellationToken).ConfigureAwait(false) is not { } role)
                continue;
            var key = (one.TenantId, one.PrincipalId);
            if (!grants.TryGetValue(key, out var own))
                grants.Add(key, own = []);
            own.Add(new Grant(one.Scope, role));
        }

        return grants.ToFrozenDictionary(pair => pair.Key, pair => pair.Value.ToArray());
    }

    private sealed record Grant(string Scope, RoleDefinition Role);
}
