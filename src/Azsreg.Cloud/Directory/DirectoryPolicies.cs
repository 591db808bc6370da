using Azsreg.Hosting;
using Dapper;

namespace Azsreg.Cloud.Directory;

/// <summary>Tenants' settings and directory roles: who may register applications.</summary>
public sealed class DirectoryPolicies
{
    private readonly SqlDatabase _database;

    internal DirectoryPolicies(SqlDatabase database) => _database = database;

    /// <summary>The tenant setting "users can register applications"; on unless it was changed.</summary>
    public async Task<bool> UsersCanRegisterApplicationsAsync(Guid tenantId, CancellationToken cancellationToken = default)
    {
        await using var connection = await _database.OpenAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<long?>(
            "select users_can_register_applications from directory_policies where tenant_id = @tenant",
            new { tenant = Key(tenantId) }) is not 0;
    }

    /// <summary>Changes that setting.</summary>
    public Task SetUsersCanRegisterApplicationsAsync(Guid tenantId, bool allowed, CancellationToken cancellationToken = default) =>
        _database.TransactAsync(
            (connection, transaction) => connection.ExecuteAsync(
                """
                insert into directory_policies (tenant_id, users_can_register_applications) values (@tenant, @allowed)
                on conflict (tenant_id) do update set users_can_register_applications = excluded.users_can_register_applications
                """,
                new { tenant = Key(tenantId), allowed = allowed ? 1L : 0L },
                transaction),
            cancellationToken);

    /// <summary>Gives a directory role; nothing changes where it is held already.</summary>
    public Task AddRoleAsync(Guid tenantId, Guid objectId, DirectoryRole role, CancellationToken cancellationToken = default) =>
        _database.TransactAsync(
            (connection, transaction) => connection.ExecuteAsync(
                "insert into directory_roles (tenant_id, object_id, role) values (@tenant, @id, @role) on conflict do nothing",
                new { tenant = Key(tenantId), id = Key(objectId), role = role.ToString() },
                transaction),
            cancellationToken);

    /// <summary>The directory roles someone holds.</summary>
    public async Task<IReadOnlySet<DirectoryRole>> RolesAsync(Guid tenantId, Guid objectId, CancellationToken cancellationToken = default)
    {
        await using var connection = await _database.OpenAsync(cancellationToken);
        var roles = await connection.QueryAsync<string>(
            "select role from directory_roles where tenant_id = @tenant and object_id = @id", new { tenant = Key(tenantId), id = Key(objectId) });
        return roles.Select(Enum.Parse<DirectoryRole>).ToHashSet();
    }

    private static string Key(Guid id) => id.ToString("D");
}
