using System.Buffers;
using System.Data.Common;
using Azsreg.Protocol;
using Dapper;

namespace Azsreg.Identity;

public sealed partial class IdentityDirectory
{
    /// <summary>Makes a user at its home tenant.</summary>
    /// <exception cref="DirectoryException">The sign-in name or id is taken, the tenant unknown, or a value is not valid.</exception>
    public async Task<User> CreateUserAsync(NewUser user, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(user);
        var upn = PrincipalName(user.UserPrincipalName);
        var name = Name(user.DisplayName, "displayName");
        var password = user.Password is null ? null : await _passwords.HashAsync(Accepted(user.Password), cancellationToken);
        var totp = user.TotpSecret is null ? null : ProtectTotp(user.TotpSecret);
        var id = user.ObjectId ?? NewId();
        var personal = user.TenantId == Tenant.PersonalAccountsId;
        return await _database.TransactAsync(async (connection, transaction) =>
        {
            var tenant = Key(user.TenantId);
            await RequireTenantAsync(connection, transaction, user.TenantId);
            var ours = await connection.ExecuteScalarAsync<long>(
                "select count(*) from identity_domains where tenant_id = @tenant and name = @domain",
                new { tenant, domain = upn[(upn.IndexOf('@', StringComparison.Ordinal) + 1)..].ToLowerInvariant() }, transaction);
            if (ours == 0 && !personal)
                throw Invalid("The domain portion of the userPrincipalName property is invalid. Use one of the verified domain names of the organization.");
            var made = await connection.ExecuteAsync(
                """
                insert into identity_users (tenant_id, object_id, upn, upn_key, display_name, kind, home_tenant_id, home_object_id,
                                            password_hash, totp_secret, created_at)
                values (@tenant, @id, @upn, @key, @name, @kind, @tenant, @id, @password, @totp, @now)
                on conflict do nothing
                """,
                new
                {
                    tenant, id = Key(id), upn, key = upn.ToLowerInvariant(), name,
                    kind = (personal ? UserKind.PersonalAccount : UserKind.Member).ToString(), password, totp, now = Now,
                }, transaction);
            if (made == 0)
                throw Conflict("Another object with the same value for property userPrincipalName already exists.");
            return (await FindUserAsync(connection, transaction, user.TenantId, id))!;
        }, cancellationToken);
    }

    /// <summary>Makes a user of another tenant (or a personal account) a guest of <paramref name="tenantId"/>.</summary>
    /// <exception cref="DirectoryException">The user or tenant is unknown, or it stands in that tenant already.</exception>
    public async Task<User> InviteGuestAsync(Guid tenantId, User home, Guid? objectId = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(home);
        var id = objectId ?? NewId();
        return await _database.TransactAsync(async (connection, transaction) =>
        {
            await RequireTenantAsync(connection, transaction, tenantId);
            var account = await FindUserAsync(connection, transaction, home.HomeTenantId, home.HomeObjectId)
                ?? throw NotFound("The user", home.HomeObjectId);
            var domain = await connection.ExecuteScalarAsync<string>(
                "select name from identity_domains where tenant_id = @tenant order by position limit 1", new { tenant = Key(tenantId) }, transaction);
            var upn = $"{account.SignInName.Replace('@', '_')}#EXT#@{domain}";
            var made = await connection.ExecuteAsync(
                """
                insert into identity_users (tenant_id, object_id, upn, upn_key, display_name, kind, home_tenant_id, home_object_id, created_at)
                values (@tenant, @id, @upn, @key, @name, 'Guest', @homeTenant, @homeObject, @now)
                on conflict do nothing
                """,
                new
                {
                    tenant = Key(tenantId), id = Key(id), upn, key = upn.ToLowerInvariant(), name = account.DisplayName,
                    homeTenant = Key(account.TenantId), homeObject = Key(account.ObjectId), now = Now,
                }, transaction);
            if (made == 0)
                throw Conflict($"The user '{account.SignInName}' stands in this directory already.");
            return (await FindUserAsync(connection, transaction, tenantId, id))!;
        }, cancellationToken);
    }

    /// <summary>Finds a user in a tenant by its object id there; null where there is none.</summary>
    public async Task<User?> FindUserAsync(Guid tenantId, Guid objectId, CancellationToken cancellationToken = default)
    {
        await using var connection = await _database.OpenAsync(cancellationToken);
        return await FindUserAsync(connection, null, tenantId, objectId);
    }

    /// <summary>Finds a user in a tenant by user principal name or sign-in name, without regard to case; null where there is none.</summary>
    public async Task<User?> FindUserByNameAsync(Guid tenantId, string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        await using var connection = await _database.OpenAsync(cancellationToken);
        var row = await connection.QueryFirstOrDefaultAsync<UserRow>(
            $"{SelectUsers} where u.tenant_id = @tenant and (u.upn_key = @name or h.upn_key = @name)",
            new { tenant = Key(tenantId), name = name.Trim().ToLowerInvariant() });
        return row?.ToUser();
    }

    /// <summary>Finds a user at its home tenant by what it types to sign in; null where there is none.</summary>
    public async Task<User?> FindAccountAsync(string signInName, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(signInName);
        await using var connection = await _database.OpenAsync(cancellationToken);
        var row = await connection.QueryFirstOrDefaultAsync<UserRow>(
            $"{SelectUsers} where u.upn_key = @name and u.kind <> 'Guest'", new { name = signInName.Trim().ToLowerInvariant() });
        return row?.ToUser();
    }

    /// <summary>The entry of a user in a tenant, found from its home; null where it does not stand there.</summary>
    public async Task<User?> FindUserOfHomeAsync(Guid tenantId, Guid homeTenantId, Guid homeObjectId, CancellationToken cancellationToken = default)
    {
        await using var connection = await _database.OpenAsync(cancellationToken);
        var row = await connection.QueryFirstOrDefaultAsync<UserRow>(
            $"{SelectUsers} where u.tenant_id = @tenant and u.home_tenant_id = @homeTenant and u.home_object_id = @homeObject",
            new { tenant = Key(tenantId), homeTenant = Key(homeTenantId), homeObject = Key(homeObjectId) });
        return row?.ToUser();
    }

    /// <summary>A page of a tenant's users by object id, starting behind <paramref name="after"/>.</summary>
    public async Task<IReadOnlyList<User>> ListUsersAsync(
        Guid tenantId, Guid? after = null, int take = 100, CancellationToken cancellationToken = default)
    {
        await using var connection = await _database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<UserRow>(
            $"{SelectUsers} where u.tenant_id = @tenant and u.object_id > @after order by u.object_id limit @take",
            new { tenant = Key(tenantId), after = after is { } id ? Key(id) : "", take = Page(take) });
        return [.. rows.Select(row => row.ToUser())];
    }

    /// <summary>Blocks or allows sign-in; blocking revokes what the user is signed in to when it is its home that blocks.</summary>
    /// <exception cref="DirectoryException">The user is unknown.</exception>
    public async Task SetUserEnabledAsync(Guid tenantId, Guid objectId, bool enabled, CancellationToken cancellationToken = default) =>
        await ChangeUserAsync("enabled = @value", enabled ? 1L : 0L, tenantId, objectId, revoke: !enabled, cancellationToken);

    /// <summary>Sets a new password (8 to 256 characters) at the user's home and revokes its refresh tokens.</summary>
    /// <exception cref="DirectoryException">The user is unknown there, or the password is not acceptable.</exception>
    public async Task SetPasswordAsync(Guid tenantId, Guid objectId, Secret password, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(password);
        var hash = await _passwords.HashAsync(Accepted(password), cancellationToken);
        await ChangeUserAsync("password_hash = @value", hash, tenantId, objectId, revoke: true, cancellationToken);
    }

    /// <summary>Sets the TOTP secret (Base32) of a user at its home, or takes the second factor away with null.</summary>
    /// <exception cref="DirectoryException">The user is unknown there, or the secret is not Base32 of at least 16 bytes.</exception>
    public async Task SetSecondFactorAsync(Guid tenantId, Guid objectId, Secret? totpSecret, CancellationToken cancellationToken = default) =>
        await ChangeUserAsync(
            "totp_secret = @value, totp_last_step = 0", totpSecret is null ? null : ProtectTotp(totpSecret), tenantId, objectId, revoke: false, cancellationToken);

    /// <summary>Removes a user; at its home with all its guest entries and sign-ins. False where there was none.</summary>
    public async Task<bool> DeleteUserAsync(Guid tenantId, Guid objectId, CancellationToken cancellationToken = default) =>
        await _database.TransactAsync(async (connection, transaction) =>
        {
            var key = new { tenant = Key(tenantId), id = Key(objectId), now = Now };
            await connection.ExecuteAsync(
                "update identity_grants set revoked_at = @now where home_tenant_id = @tenant and home_object_id = @id and revoked_at is null",
                key, transaction);
            return await connection.ExecuteAsync(
                """
                delete from identity_users
                where (tenant_id = @tenant and object_id = @id) or (home_tenant_id = @tenant and home_object_id = @id)
                """, key, transaction) > 0;
        }, cancellationToken);

    /// <summary>Revokes every refresh token of a user, as Graph's <c>revokeSignInSessions</c> does; the number of sign-ins ended.</summary>
    public async Task<int> RevokeSignInSessionsAsync(User user, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(user);
        return await _database.TransactAsync(
            (connection, transaction) => RevokeAsync(connection, transaction, user.HomeTenantId, user.HomeObjectId), cancellationToken);
    }

    internal async Task<UserSecrets?> FindSecretsAsync(User user, CancellationToken cancellationToken)
    {
        await using var connection = await _database.OpenAsync(cancellationToken);
        var row = await connection.QueryFirstOrDefaultAsync<SecretsRow>(
            """
            select password_hash as "PasswordHash", totp_secret as "TotpSecret" from identity_users
            where tenant_id = @tenant and object_id = @id
            """, new { tenant = Key(user.HomeTenantId), id = Key(user.HomeObjectId) });
        return row is null
            ? null
            : new UserSecrets(row.PasswordHash, row.TotpSecret is null ? null : _protector.Unprotect(row.TotpSecret, TotpPurpose));
    }

    /// <summary>Remembers the time step of an accepted one-time code; false where that step or a later one was used (RFC 6238 §5.2).</summary>
    internal async Task<bool> TryUseTotpStepAsync(User user, long step, CancellationToken cancellationToken) =>
        await _database.TransactAsync(async (connection, transaction) => await connection.ExecuteAsync(
            "update identity_users set totp_last_step = @step where tenant_id = @tenant and object_id = @id and totp_last_step < @step",
            new { step, tenant = Key(user.HomeTenantId), id = Key(user.HomeObjectId) }, transaction) > 0, cancellationToken);

    private async Task ChangeUserAsync(
        string assignment, object? value, Guid tenantId, Guid objectId, bool revoke, CancellationToken cancellationToken) =>
        await _database.TransactAsync(async (connection, transaction) =>
        {
            // A guest has no password or code here: those changes are only possible at home.
            var atHomeOnly = assignment.StartsWith("enabled", StringComparison.Ordinal) ? "" : " and kind <> 'Guest'";
            var changed = await connection.ExecuteAsync(
                $"update identity_users set {assignment} where tenant_id = @tenant and object_id = @id{atHomeOnly}",
                new { value, tenant = Key(tenantId), id = Key(objectId) }, transaction);
            if (changed == 0)
                throw NotFound("The user", objectId);
            if (revoke)
                await RevokeAsync(connection, transaction, tenantId, objectId);
            return changed;
        }, cancellationToken);

    private async Task<int> RevokeAsync(DbConnection connection, DbTransaction transaction, Guid homeTenantId, Guid homeObjectId) =>
        await connection.ExecuteAsync(
            "update identity_grants set revoked_at = @now where home_tenant_id = @tenant and home_object_id = @id and revoked_at is null",
            new { now = Now, tenant = Key(homeTenantId), id = Key(homeObjectId) }, transaction);

    private static readonly SearchValues<char> NotInPrincipalNames = SearchValues.Create(" \t\r\n#<>\"'\\/");

    private const string TotpPurpose = "identity.totp";

    private const string SelectUsers =
        """
        select u.tenant_id as "TenantId", u.object_id as "ObjectId", u.upn as "Upn", h.upn as "SignInName", u.display_name as "DisplayName",
               u.kind as "Kind", u.home_tenant_id as "HomeTenantId", u.home_object_id as "HomeObjectId",
               cast(case when u.enabled = 1 and h.enabled = 1 then 1 else 0 end as bigint) as "Enabled",
               cast(case when h.totp_secret is null then 0 else 1 end as bigint) as "HasSecondFactor", u.created_at as "CreatedAt"
        from identity_users u join identity_users h on h.tenant_id = u.home_tenant_id and h.object_id = u.home_object_id
        """;

    private static async Task<User?> FindUserAsync(DbConnection connection, DbTransaction? transaction, Guid tenantId, Guid objectId)
    {
        var row = await connection.QueryFirstOrDefaultAsync<UserRow>(
            $"{SelectUsers} where u.tenant_id = @tenant and u.object_id = @id", new { tenant = Key(tenantId), id = Key(objectId) }, transaction);
        return row?.ToUser();
    }

    private static async Task RequireTenantAsync(DbConnection connection, DbTransaction transaction, Guid tenantId)
    {
        if (await connection.ExecuteScalarAsync<long>("select count(*) from identity_tenants where id = @id", new { id = Key(tenantId) }, transaction) == 0)
            throw NotFound("The tenant", tenantId);
    }

    private string ProtectTotp(Secret base32)
    {
        if (!Totp.TryParseSecret(base32, out _))
            throw Invalid("The one-time code secret must be Base32 of 16 to 64 bytes.");
        return _protector.Protect(base32, TotpPurpose);
    }

    private static Secret Accepted(Secret password) =>
        password.Reveal().Length is >= 8 and <= PasswordHashing.LongestPassword
            ? password
            : throw Invalid($"A password has 8 to {PasswordHashing.LongestPassword} characters.");

    private static string PrincipalName(string? value)
    {
        // Entra ID allows 64 characters before the @ and 48 behind it.
        var upn = Name(value, "userPrincipalName", 113);
        var at = upn.IndexOf('@', StringComparison.Ordinal);
        if (at is < 1 or > 64 || at != upn.LastIndexOf('@') || at == upn.Length - 1 || upn.AsSpan().ContainsAny(NotInPrincipalNames))
            throw Invalid("The property 'userPrincipalName' must have the form name@domain.");
        return upn;
    }

    internal sealed record UserSecrets(string? PasswordHash, Secret? TotpSecret);

    private sealed record SecretsRow(string? PasswordHash, string? TotpSecret);

    // No constructor: where no row is found SQLite knows no types of computed columns, and a mapping by constructor would find none that fits.
    private sealed class UserRow
    {
        public required string TenantId { get; init; }
        public required string ObjectId { get; init; }
        public required string Upn { get; init; }
        public required string SignInName { get; init; }
        public required string DisplayName { get; init; }
        public required string Kind { get; init; }
        public required string HomeTenantId { get; init; }
        public required string HomeObjectId { get; init; }
        public required long Enabled { get; init; }
        public required long HasSecondFactor { get; init; }
        public required long CreatedAt { get; init; }

        public User ToUser() => new()
        {
            TenantId = Guid.Parse(TenantId),
            ObjectId = Guid.Parse(ObjectId),
            UserPrincipalName = Upn,
            SignInName = SignInName,
            DisplayName = DisplayName,
            Kind = Enum.Parse<UserKind>(Kind),
            HomeTenantId = Guid.Parse(HomeTenantId),
            HomeObjectId = Guid.Parse(HomeObjectId),
            Enabled = Enabled == 1,
            HasSecondFactor = HasSecondFactor == 1,
            CreatedAt = Time(CreatedAt),
        };
    }
}
