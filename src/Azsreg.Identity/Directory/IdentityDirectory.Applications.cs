using System.Data.Common;
using Dapper;

namespace Azsreg.Identity;

public sealed partial class IdentityDirectory
{
    /// <summary>Registers an application; its service principal is made separately, as with Graph.</summary>
    /// <exception cref="DirectoryException">An id or identifier URI is taken, the tenant unknown, or a value is not valid.</exception>
    public async Task<Application> CreateApplicationAsync(NewApplication application, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(application);
        var name = Name(application.DisplayName, "displayName");
        CheckUris(application.RedirectUris, application.IdentifierUris);
        if (application.Owners.Count > 100)
            throw Invalid("An application has at most 100 owners.");
        var appId = application.AppId ?? NewId();
        if (_firstParty.ContainsKey(appId))
            throw Conflict($"The application id '{appId}' belongs to a first-party client.");
        return await _database.TransactAsync(async (connection, transaction) =>
        {
            await RequireTenantAsync(connection, transaction, application.TenantId);
            var made = await connection.ExecuteAsync(
                """
                insert into identity_applications (app_id, tenant_id, object_id, display_name, is_public, is_multi_tenant, redirect_uris, created_at)
                values (@appId, @tenant, @objectId, @name, @isPublic, @isMultiTenant, @redirectUris, @now)
                on conflict do nothing
                """,
                new
                {
                    appId = Key(appId), tenant = Key(application.TenantId), objectId = Key(application.ObjectId ?? NewId()), name,
                    isPublic = application.IsPublicClient ? 1L : 0L, isMultiTenant = application.IsMultiTenant ? 1L : 0L,
                    redirectUris = Json(application.RedirectUris), now = Now,
                }, transaction);
            if (made == 0)
                throw Conflict("Another application with the same appId or object id already exists.");
            await AddIdentifierUrisAsync(connection, transaction, appId, application.IdentifierUris);
            foreach (var owner in application.Owners.Distinct())
                await connection.ExecuteAsync(InsertOwner, new { appId = Key(appId), owner = Key(owner) }, transaction);
            return (await FindApplicationAsync(connection, transaction, ByAppId, Key(appId)))!;
        }, cancellationToken);
    }

    /// <summary>Finds an application of any tenant, first-party clients included, by its client id; null where there is none.</summary>
    public async Task<Application?> FindApplicationAsync(Guid appId, CancellationToken cancellationToken = default)
    {
        if (_firstParty.TryGetValue(appId, out var known))
            return known;
        await using var connection = await _database.OpenAsync(cancellationToken);
        return await FindApplicationAsync(connection, null, ByAppId, Key(appId));
    }

    /// <summary>Finds an application registered in a tenant by the registration's object id; null where there is none.</summary>
    public async Task<Application?> FindApplicationByObjectIdAsync(Guid tenantId, Guid objectId, CancellationToken cancellationToken = default)
    {
        await using var connection = await _database.OpenAsync(cancellationToken);
        var found = await FindApplicationAsync(connection, null, "object_id = @id", Key(objectId));
        return found?.TenantId == tenantId ? found : null;
    }

    /// <summary>Finds the application that is asked for as a resource by <paramref name="uri"/>; null where there is none.</summary>
    public async Task<Application?> FindApplicationByIdentifierUriAsync(string uri, CancellationToken cancellationToken = default)
    {
        await using var connection = await _database.OpenAsync(cancellationToken);
        return await FindApplicationAsync(
            connection, null, "app_id = (select app_id from identity_application_uris where uri = @id)", uri);
    }

    /// <summary>A page of the applications registered in a tenant by object id, starting behind <paramref name="after"/>.</summary>
    public async Task<IReadOnlyList<Application>> ListApplicationsAsync(
        Guid tenantId, Guid? after = null, int take = 100, CancellationToken cancellationToken = default)
    {
        await using var connection = await _database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<ApplicationRow>(
            $"{SelectApplications} where tenant_id = @tenant and object_id > @after order by object_id limit @take",
            new { tenant = Key(tenantId), after = after is { } id ? Key(id) : "", take = Page(take) });
        var found = new List<Application>();
        foreach (var row in rows)
            found.Add(await CompleteAsync(connection, null, row));
        return found;
    }

    /// <summary>Changes what is not null of an application, and the name of its service principals with it.</summary>
    /// <exception cref="DirectoryException">The application is unknown, an identifier URI is taken, or a value is not valid.</exception>
    public async Task<Application> UpdateApplicationAsync(
        Guid appId, string? displayName = null, IReadOnlyList<string>? redirectUris = null, IReadOnlyList<string>? identifierUris = null,
        bool? isPublicClient = null, CancellationToken cancellationToken = default)
    {
        var name = displayName is null ? null : Name(displayName, "displayName");
        CheckUris(redirectUris ?? [], identifierUris ?? []);
        return await _database.TransactAsync(async (connection, transaction) =>
        {
            await connection.ExecuteAsync(
                """
                update identity_applications
                set display_name = coalesce(@name, display_name), redirect_uris = coalesce(@redirectUris, redirect_uris),
                    is_public = coalesce(@isPublic, is_public)
                where app_id = @appId
                """,
                new
                {
                    appId = Key(appId), name, redirectUris = redirectUris is null ? null : Json(redirectUris),
                    isPublic = isPublicClient is { } set ? (set ? 1L : 0L) : (long?)null,
                }, transaction);
            if (name is not null)
            {
                await connection.ExecuteAsync(
                    "update identity_service_principals set display_name = @name where app_id = @appId", new { appId = Key(appId), name }, transaction);
            }

            var changed = await FindApplicationAsync(connection, transaction, ByAppId, Key(appId)) ?? throw NotFound("The application", appId);
            if (identifierUris is null)
                return changed;
            await connection.ExecuteAsync("delete from identity_application_uris where app_id = @appId", new { appId = Key(appId) }, transaction);
            await AddIdentifierUrisAsync(connection, transaction, appId, identifierUris);
            return changed with { IdentifierUris = identifierUris };
        }, cancellationToken);
    }

    /// <summary>Removes an application with its credentials and service principals; its refresh tokens are revoked. False where there was none.</summary>
    public async Task<bool> DeleteApplicationAsync(Guid appId, CancellationToken cancellationToken = default) =>
        await _database.TransactAsync(async (connection, transaction) =>
        {
            var key = new { appId = Key(appId), now = Now };
            var removed = await connection.ExecuteAsync("delete from identity_applications where app_id = @appId", key, transaction);
            if (removed == 0)
                return false;
            await connection.ExecuteAsync("delete from identity_service_principals where app_id = @appId", key, transaction);
            await connection.ExecuteAsync(
                "update identity_grants set revoked_at = @now where client_id = @appId and revoked_at is null", key, transaction);
            return true;
        }, cancellationToken);

    /// <summary>Adds an owner; nothing changes where it is one already.</summary>
    /// <exception cref="DirectoryException">The application is unknown.</exception>
    public async Task AddOwnerAsync(Guid appId, Guid ownerObjectId, CancellationToken cancellationToken = default) =>
        await _database.TransactAsync(async (connection, transaction) =>
        {
            await RequireApplicationAsync(connection, transaction, appId);
            return await connection.ExecuteAsync(InsertOwner, new { appId = Key(appId), owner = Key(ownerObjectId) }, transaction);
        }, cancellationToken);

    /// <summary>Removes an owner; false where it was none.</summary>
    public async Task<bool> RemoveOwnerAsync(Guid appId, Guid ownerObjectId, CancellationToken cancellationToken = default) =>
        await _database.TransactAsync(async (connection, transaction) => await connection.ExecuteAsync(
            "delete from identity_application_owners where app_id = @appId and owner_object_id = @owner",
            new { appId = Key(appId), owner = Key(ownerObjectId) }, transaction) > 0, cancellationToken);

    private const string ByAppId = "app_id = @id";

    private const string InsertOwner =
        "insert into identity_application_owners (app_id, owner_object_id) values (@appId, @owner) on conflict do nothing";

    private const string SelectApplications =
        """
        select app_id as "AppId", tenant_id as "TenantId", object_id as "ObjectId", display_name as "DisplayName", is_public as "IsPublic",
               is_multi_tenant as "IsMultiTenant", redirect_uris as "RedirectUris", created_at as "CreatedAt"
        from identity_applications
        """;

    private static async Task<Application?> FindApplicationAsync(DbConnection connection, DbTransaction? transaction, string condition, string id)
    {
        var row = await connection.QueryFirstOrDefaultAsync<ApplicationRow>($"{SelectApplications} where {condition}", new { id }, transaction);
        return row is null ? null : await CompleteAsync(connection, transaction, row);
    }

    private static async Task<Application> CompleteAsync(DbConnection connection, DbTransaction? transaction, ApplicationRow row)
    {
        var key = new { appId = row.AppId };
        var uris = await connection.QueryAsync<string>(
            "select uri from identity_application_uris where app_id = @appId order by uri", key, transaction);
        var owners = await connection.QueryAsync<string>(
            "select owner_object_id from identity_application_owners where app_id = @appId order by owner_object_id", key, transaction);
        var secrets = await connection.QueryAsync<SecretRow>(
            """
            select key_id as "KeyId", display_name as "DisplayName", hint as "Hint", starts_at as "StartsAt", ends_at as "EndsAt"
            from identity_application_secrets where app_id = @appId order by key_id
            """, key, transaction);
        var certificates = await connection.QueryAsync<CertificateRow>(
            """
            select key_id as "KeyId", display_name as "DisplayName", certificate as "Certificate", thumbprint_sha1 as "Sha1",
                   thumbprint_sha256 as "Sha256", starts_at as "StartsAt", ends_at as "EndsAt"
            from identity_application_certificates where app_id = @appId order by key_id
            """, key, transaction);
        return new Application
        {
            TenantId = Guid.Parse(row.TenantId),
            ObjectId = Guid.Parse(row.ObjectId),
            AppId = Guid.Parse(row.AppId),
            DisplayName = row.DisplayName,
            IsPublicClient = row.IsPublic == 1,
            IsMultiTenant = row.IsMultiTenant == 1,
            RedirectUris = List(row.RedirectUris),
            IdentifierUris = [.. uris],
            PasswordCredentials = [.. secrets.Select(secret => secret.ToCredential())],
            CertificateCredentials = [.. certificates.Select(certificate => certificate.ToCredential())],
            Owners = [.. owners.Select(Guid.Parse)],
            CreatedAt = Time(row.CreatedAt),
        };
    }

    private static async Task AddIdentifierUrisAsync(
        DbConnection connection, DbTransaction transaction, Guid appId, IReadOnlyList<string> identifierUris)
    {
        foreach (var uri in identifierUris.Distinct())
        {
            var added = await connection.ExecuteAsync(
                "insert into identity_application_uris (uri, app_id) values (@uri, @appId) on conflict do nothing",
                new { uri, appId = Key(appId) }, transaction);
            if (added == 0)
                throw Conflict($"Another object with the identifier URI '{uri}' already exists.");
        }
    }

    private static async Task RequireApplicationAsync(DbConnection connection, DbTransaction transaction, Guid appId)
    {
        if (await connection.ExecuteScalarAsync<long>(
                "select count(*) from identity_applications where app_id = @id", new { id = Key(appId) }, transaction) == 0)
            throw NotFound("The application", appId);
    }

    private static void CheckUris(IReadOnlyList<string> redirectUris, IReadOnlyList<string> identifierUris)
    {
        if (redirectUris.Count > 256 || redirectUris.Any(uri => uri.Length > 2048 || !RedirectUri.IsAcceptable(uri)))
            throw Invalid("A redirect URI is absolute, without fragment or wildcard, and https unless it is a loopback address; at most 256 of at most 2048 characters.");
        if (identifierUris.Count > 50 || identifierUris.Any(uri => uri.Length is 0 or > 255 || !Uri.TryCreate(uri, UriKind.Absolute, out _)))
            throw Invalid("An identifier URI is an absolute URI of at most 255 characters; at most 50 of them.");
    }

    private sealed record ApplicationRow(
        string AppId, string TenantId, string ObjectId, string DisplayName, long IsPublic, long IsMultiTenant, string RedirectUris, long CreatedAt);
}
