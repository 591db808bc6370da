using Dapper;

namespace Azsreg.Identity;

public sealed partial class IdentityDirectory
{
    /// <summary>Makes a tenant.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="displayName">The organisation's name, 1 to 256 characters.</param>
    /// <param name="domains">Its domain names, the initial one first; 1 to 100.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="DirectoryException">The id or a domain name is taken, or a value is not valid.</exception>
    public async Task<Tenant> CreateTenantAsync(
        Guid id, string displayName, IReadOnlyList<string> domains, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(domains);
        var name = Name(displayName, "displayName");
        if (domains.Count is 0 or > 100)
            throw Invalid("A tenant has 1 to 100 domain names.");
        var names = domains.Select(DomainName).Distinct().ToArray();
        var now = Now;
        return await _database.TransactAsync(async (connection, transaction) =>
        {
            var made = await connection.ExecuteAsync(
                "insert into identity_tenants (id, display_name, created_at) values (@id, @name, @now) on conflict (id) do nothing",
                new { id = Key(id), name, now }, transaction);
            if (made == 0)
                throw Conflict($"The tenant '{id}' exists already.");
            for (var position = 0; position < names.Length; position++)
            {
                var added = await connection.ExecuteAsync(
                    "insert into identity_domains (name, tenant_id, position) values (@name, @id, @position) on conflict (name) do nothing",
                    new { name = names[position], id = Key(id), position = (long)position }, transaction);
                if (added == 0)
                    throw Conflict($"The domain name '{names[position]}' belongs to another tenant.");
            }

            return new Tenant(id, name, names, Time(now));
        }, cancellationToken);
    }

    /// <summary>Finds a tenant by its id or one of its domain names; null where there is none.</summary>
    public async Task<Tenant?> FindTenantAsync(string idOrDomain, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(idOrDomain);
        if (idOrDomain.Length > 255)
            return null;
        if (Guid.TryParse(idOrDomain, out var id))
            return await FindTenantAsync(id, cancellationToken);
        await using var connection = await _database.OpenAsync(cancellationToken);
        var found = await connection.ExecuteScalarAsync<string?>(
            "select tenant_id from identity_domains where name = @name", new { name = idOrDomain.ToLowerInvariant() });
        return found is null ? null : await FindTenantAsync(Guid.Parse(found), cancellationToken);
    }

    /// <summary>Finds a tenant by its id; null where there is none.</summary>
    public async Task<Tenant?> FindTenantAsync(Guid id, CancellationToken cancellationToken = default)
    {
        await using var connection = await _database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<TenantRow>(
            $"{SelectTenants} where t.id = @id order by d.position", new { id = Key(id) });
        return Tenants(rows).FirstOrDefault();
    }

    /// <summary>All tenants but that of personal accounts, by display name.</summary>
    public async Task<IReadOnlyList<Tenant>> ListTenantsAsync(CancellationToken cancellationToken = default)
    {
        await using var connection = await _database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<TenantRow>(
            $"{SelectTenants} where t.id <> @personal order by t.display_name, t.id, d.position", new { personal = Key(Tenant.PersonalAccountsId) });
        return Tenants(rows);
    }

    /// <summary>The organisations a user can sign in to: its home (unless that is personal accounts') and those it is a guest of.</summary>
    public async Task<IReadOnlyList<Tenant>> ListTenantsOfUserAsync(
        Guid homeTenantId, Guid homeObjectId, CancellationToken cancellationToken = default)
    {
        await using var connection = await _database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<TenantRow>(
            $"""
            {SelectTenants} join identity_users u on u.tenant_id = t.id
            where u.home_tenant_id = @homeTenant and u.home_object_id = @homeObject and t.id <> @personal
            order by case when t.id = @homeTenant then 0 else 1 end, u.created_at, t.id, d.position
            """,
            new { homeTenant = Key(homeTenantId), homeObject = Key(homeObjectId), personal = Key(Tenant.PersonalAccountsId) });
        return Tenants(rows);
    }

    /// <summary>Removes a tenant with its users, applications and service principals; false where there was none.</summary>
    public async Task<bool> DeleteTenantAsync(Guid id, CancellationToken cancellationToken = default) =>
        await _database.TransactAsync(async (connection, transaction) =>
        {
            var key = new { id = Key(id) };
            await connection.ExecuteAsync("delete from identity_users where home_tenant_id = @id", key, transaction);
            await connection.ExecuteAsync("delete from identity_grants where home_tenant_id = @id", key, transaction);
            await connection.ExecuteAsync(
                "delete from identity_service_principals where app_id in (select app_id from identity_applications where tenant_id = @id)", key, transaction);
            return await connection.ExecuteAsync("delete from identity_tenants where id = @id", key, transaction) > 0;
        }, cancellationToken);

    private const string SelectTenants =
        """
        select t.id as "Id", t.display_name as "DisplayName", t.created_at as "CreatedAt", d.name as "Domain"
        from identity_tenants t join identity_domains d on d.tenant_id = t.id
        """;

    private static List<Tenant> Tenants(IEnumerable<TenantRow> rows) =>
        [.. rows.GroupBy(row => row.Id).Select(tenant => new Tenant(
            Guid.Parse(tenant.Key), tenant.First().DisplayName, [.. tenant.Select(row => row.Domain)], Time(tenant.First().CreatedAt)))];

    private static string DomainName(string? value)
    {
        var name = value?.Trim().ToLowerInvariant();
        if (string.IsNullOrEmpty(name) || name.Length > 253 || Uri.CheckHostName(name) != UriHostNameType.Dns || !name.Contains('.', StringComparison.Ordinal))
            throw Invalid("A domain name has at least two labels and at most 253 characters.");
        return name;
    }

    private sealed record TenantRow(string Id, string DisplayName, long CreatedAt, string Domain);
}
