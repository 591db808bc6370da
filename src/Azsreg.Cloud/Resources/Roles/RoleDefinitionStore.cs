using System.Collections.Frozen;
using System.Text.Json;
using Azsreg.ArmServer;
using Azsreg.Hosting;
using Dapper;

namespace Azsreg.Cloud;

/// <summary>Built-in and custom roles. Reads come from memory.</summary>
public sealed class RoleDefinitionStore : IDisposable
{
    /// <summary>What its changes are counted under.</summary>
    internal const string SnapshotName = "role-definitions";

    private readonly SqlDatabase _database;
    private readonly Snapshot<FrozenDictionary<string, RoleDefinition>> _all;

    internal RoleDefinitionStore(SqlDatabase database, SnapshotVersions versions)
    {
        _database = database;
        _all = new Snapshot<FrozenDictionary<string, RoleDefinition>>(versions, LoadAsync, SnapshotName);
    }

    /// <summary>A role by its GUID; a custom one only in its own directory.</summary>
    public async ValueTask<RoleDefinition?> FindAsync(string tenantId, string id, CancellationToken cancellationToken = default)
    {
        var all = await _all.GetAsync(cancellationToken).ConfigureAwait(false);
        return all.TryGetValue(id, out var role) && IsOf(role, tenantId) ? role : null;
    }

    /// <summary>A directory's roles, built-in ones included, by name.</summary>
    public async ValueTask<IReadOnlyList<RoleDefinition>> ListAsync(string tenantId, CancellationToken cancellationToken = default)
    {
        var all = await _all.GetAsync(cancellationToken).ConfigureAwait(false);
        return [.. all.Values.Where(role => IsOf(role, tenantId)).OrderBy(role => role.RoleName, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>Adds or replaces a custom role.</summary>
    public async Task SaveAsync(RoleDefinition role, CancellationToken cancellationToken = default)
    {
        if (role.IsBuiltIn || role.TenantId is null)
            throw new ArgumentException("Only custom roles, which have a directory, are stored.", nameof(role));
        await _all.ChangeAsync(
            _database,
            (connection, transaction) => connection.ExecuteAsync(
                """
                insert into role_definitions (id, tenant_id, role_name, description, permissions, assignable_scopes)
                values (@id, @tenantId, @roleName, @description, @permissions, @assignableScopes)
                on conflict (id) do update set role_name = excluded.role_name, description = excluded.description,
                    permissions = excluded.permissions, assignable_scopes = excluded.assignable_scopes
                """,
                new
                {
                    id = role.Id, tenantId = role.TenantId, roleName = role.RoleName, description = role.Description,
                    permissions = JsonSerializer.Serialize(role.Permissions, ArmJson.Options),
                    assignableScopes = JsonSerializer.Serialize(role.AssignableScopes, ArmJson.Options),
                },
                transaction),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes a custom role; false where there was none.</summary>
    public async Task<bool> RemoveAsync(string tenantId, string id, CancellationToken cancellationToken = default)
    {
        var removed = await _all.ChangeAsync(
            _database,
            (connection, transaction) => connection.ExecuteAsync(
                "delete from role_definitions where tenant_id = @tenantId and id = @id", new { tenantId, id }, transaction),
            cancellationToken).ConfigureAwait(false);
        return removed > 0;
    }

    /// <inheritdoc />
    public void Dispose() => _all.Dispose();

    private static bool IsOf(RoleDefinition role, string tenantId) =>
        role.TenantId is null || role.TenantId.Equals(tenantId, StringComparison.OrdinalIgnoreCase);

    private async Task<FrozenDictionary<string, RoleDefinition>> LoadAsync(CancellationToken cancellationToken)
    {
        var connection = await _database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var rows = await connection.QueryAsync<Row>(
                """
                select id as "Id", tenant_id as "TenantId", role_name as "RoleName", description as "Description", permissions as "Permissions",
                       assignable_scopes as "AssignableScopes"
                from role_definitions
                """).ConfigureAwait(false);
            return rows
                .Select(row => new RoleDefinition(
                    row.Id, row.RoleName, row.Description, IsBuiltIn: false,
                    JsonSerializer.Deserialize<RolePermissions[]>(row.Permissions, ArmJson.Options)!,
                    JsonSerializer.Deserialize<string[]>(row.AssignableScopes, ArmJson.Options)!, row.TenantId))
                .Concat(BuiltInRoles.All)
                .ToFrozenDictionary(role => role.Id, StringComparer.OrdinalIgnoreCase);
        }
    }

    private sealed record Row(string Id, string TenantId, string RoleName, string Description, string Permissions, string AssignableScopes);
}
