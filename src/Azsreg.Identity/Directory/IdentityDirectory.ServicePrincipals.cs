using Dapper;

namespace Azsreg.Identity;

public sealed partial class IdentityDirectory
{
    /// <summary>Makes an application's service principal in a tenant; for an application of another tenant that is the consent of this one.</summary>
    /// <exception cref="DirectoryException">The application or tenant is unknown, or the principal exists.</exception>
    public async Task<ServicePrincipal> CreateServicePrincipalAsync(
        Guid tenantId, Guid appId, Guid? objectId = null, CancellationToken cancellationToken = default)
    {
        var application = await FindApplicationAsync(appId, cancellationToken);
        if (application is null || (application.TenantId != tenantId && !application.IsMultiTenant && !application.IsFirstParty))
        {
            throw Invalid(
                $"The appId '{appId}' of the service principal does not reference a valid application object.");
        }

        var id = objectId ?? NewId();
        var now = Now;
        return await _database.TransactAsync(async (connection, transaction) =>
        {
            await RequireTenantAsync(connection, transaction, tenantId);
            var made = await connection.ExecuteAsync(
                """
                insert into identity_service_principals (tenant_id, object_id, app_id, display_name, created_at)
                values (@tenant, @id, @appId, @name, @now) on conflict do nothing
                """,
                new { tenant = Key(tenantId), id = Key(id), appId = Key(appId), name = application.DisplayName, now }, transaction);
            return made == 0
                ? throw Conflict($"The service principal cannot be created: the appId '{appId}' is in use in this directory.")
                : new ServicePrincipal(tenantId, id, appId, application.DisplayName, Enabled: true, Time(now));
        }, cancellationToken);
    }

    /// <summary>Finds a service principal by its object id; null where there is none.</summary>
    public Task<ServicePrincipal?> FindServicePrincipalAsync(Guid tenantId, Guid objectId, CancellationToken cancellationToken = default) =>
        FindServicePrincipalAsync("object_id", tenantId, objectId, cancellationToken);

    /// <summary>Finds a service principal by its application's client id; null where there is none.</summary>
    public Task<ServicePrincipal?> FindServicePrincipalByAppIdAsync(Guid tenantId, Guid appId, CancellationToken cancellationToken = default) =>
        FindServicePrincipalAsync("app_id", tenantId, appId, cancellationToken);

    /// <summary>A page of a tenant's service principals by object id, starting behind <paramref name="after"/>.</summary>
    public async Task<IReadOnlyList<ServicePrincipal>> ListServicePrincipalsAsync(
        Guid tenantId, Guid? after = null, int take = 100, CancellationToken cancellationToken = default)
    {
        await using var connection = await _database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<ServicePrincipalRow>(
            $"{SelectServicePrincipals} where tenant_id = @tenant and object_id > @after order by object_id limit @take",
            new { tenant = Key(tenantId), after = after is { } id ? Key(id) : "", take = Page(take) });
        return [.. rows.Select(row => row.ToServicePrincipal())];
    }

    /// <summary>Blocks or allows sign-in of a service principal.</summary>
    /// <exception cref="DirectoryException">The service principal is unknown.</exception>
    public async Task SetServicePrincipalEnabledAsync(Guid tenantId, Guid objectId, bool enabled, CancellationToken cancellationToken = default)
    {
        var changed = await _database.TransactAsync(async (connection, transaction) => await connection.ExecuteAsync(
            "update identity_service_principals set enabled = @enabled where tenant_id = @tenant and object_id = @id",
            new { enabled = enabled ? 1L : 0L, tenant = Key(tenantId), id = Key(objectId) }, transaction), cancellationToken);
        if (changed == 0)
            throw NotFound("The service principal", objectId);
    }

    /// <summary>Removes a service principal; the application stays registered. False where there was none.</summary>
    public async Task<bool> DeleteServicePrincipalAsync(Guid tenantId, Guid objectId, CancellationToken cancellationToken = default) =>
        await _database.TransactAsync(async (connection, transaction) => await connection.ExecuteAsync(
            "delete from identity_service_principals where tenant_id = @tenant and object_id = @id",
            new { tenant = Key(tenantId), id = Key(objectId) }, transaction) > 0, cancellationToken);

    private const string SelectServicePrincipals =
        """
        select tenant_id as "TenantId", object_id as "ObjectId", app_id as "AppId", display_name as "DisplayName",
               enabled as "Enabled", created_at as "CreatedAt"
        from identity_service_principals
        """;

    private async Task<ServicePrincipal?> FindServicePrincipalAsync(string column, Guid tenantId, Guid id, CancellationToken cancellationToken)
    {
        await using var connection = await _database.OpenAsync(cancellationToken);
        var row = await connection.QueryFirstOrDefaultAsync<ServicePrincipalRow>(
            $"{SelectServicePrincipals} where tenant_id = @tenant and {column} = @id", new { tenant = Key(tenantId), id = Key(id) });
        return row?.ToServicePrincipal();
    }

    private sealed record ServicePrincipalRow(string TenantId, string ObjectId, string AppId, string DisplayName, long Enabled, long CreatedAt)
    {
        public ServicePrincipal ToServicePrincipal() =>
            new(Guid.Parse(TenantId), Guid.Parse(ObjectId), Guid.Parse(AppId), DisplayName, Enabled == 1, Time(CreatedAt));
    }
}
