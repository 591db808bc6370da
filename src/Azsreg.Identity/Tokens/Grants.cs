using System.Buffers.Binary;
using Azsreg.Hosting;
using Azsreg.Protocol;
using Dapper;
using Microsoft.IdentityModel.Tokens;

namespace Azsreg.Identity;

/// <summary>
/// Sign-ins that live on in refresh tokens. A token is sealed and names its grant; the grant is what is stored, so renewing a token
/// at each use writes no new row, the former stays valid, and revoking the grant ends them all.
/// </summary>
internal sealed class Grants(SqlDatabase database, SecretProtector protector, TimeProvider clock, IdentityOptions options)
{
    private const string Purpose = "identity.refresh-token";
    private const byte Layout = 1;
    private const int LongestToken = 1024;

    public async Task<Grant> CreateAsync(SignedIn user, Guid clientId, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var grant = new Grant(Guid.CreateVersion7(now), user, clientId, RevokedAt: null);
        await database.TransactAsync(async (connection, transaction) => await connection.ExecuteAsync(
            """
            insert into identity_grants (id, home_tenant_id, home_object_id, client_id, methods, authenticated_at, last_used_at)
            values (@id, @tenant, @objectId, @clientId, @methods, @authenticatedAt, @now)
            """,
            new
            {
                id = grant.Id.ToString("D"), tenant = user.HomeTenantId.ToString("D"), objectId = user.HomeObjectId.ToString("D"),
                clientId = clientId.ToString("D"), methods = string.Join(' ', user.Methods), authenticatedAt = user.At,
                now = now.ToUnixTimeMilliseconds(),
            }, transaction), cancellationToken);
        return grant;
    }

    /// <summary>A refresh token of a grant, good from now on for as long as the options say.</summary>
    public string TokenFor(Grant grant)
    {
        Span<byte> plain = stackalloc byte[25];
        plain[0] = Layout;
        grant.Id.TryWriteBytes(plain[1..]);
        BinaryPrimitives.WriteInt64BigEndian(plain[17..], clock.GetUtcNow().ToUnixTimeMilliseconds());
        return "1." + Base64UrlEncoder.Encode(protector.Protect(plain, Purpose));
    }

    /// <summary>Finds the grant of a refresh token and notes its use.</summary>
    /// <exception cref="SignInException">Not a token of ours, expired, or its grant is gone. A revoked grant is returned: the caller audits whose it was.</exception>
    public async Task<Grant> RedeemAsync(Secret token, CancellationToken cancellationToken)
    {
        var (id, issuedAt) = Open(token);
        var now = clock.GetUtcNow();
        if (now - issuedAt > options.RefreshTokenLifetime)
            throw Refused.RefreshTokenExpired();
        return await database.TransactAsync(async (connection, transaction) =>
        {
            var key = new { id = id.ToString("D"), now = now.ToUnixTimeMilliseconds() };
            await connection.ExecuteAsync("update identity_grants set last_used_at = @now where id = @id and revoked_at is null", key, transaction);
            var row = await connection.QueryFirstOrDefaultAsync<Row>(
                """
                select home_tenant_id as "Tenant", home_object_id as "ObjectId", client_id as "ClientId", methods as "Methods",
                       authenticated_at as "AuthenticatedAt", revoked_at as "RevokedAt"
                from identity_grants where id = @id
                """, key, transaction) ?? throw Refused.RefreshTokenExpired();
            return new Grant(
                id, new SignedIn(Guid.Parse(row.Tenant), Guid.Parse(row.ObjectId), row.Methods.Split(' '), row.AuthenticatedAt),
                Guid.Parse(row.ClientId), row.RevokedAt is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null);
        }, cancellationToken);
    }

    public Task RevokeAsync(Guid id, CancellationToken cancellationToken) =>
        database.TransactAsync(async (connection, transaction) => await connection.ExecuteAsync(
            "update identity_grants set revoked_at = @now where id = @id and revoked_at is null",
            new { id = id.ToString("D"), now = clock.GetUtcNow().ToUnixTimeMilliseconds() }, transaction), cancellationToken);

    private (Guid Id, DateTimeOffset IssuedAt) Open(Secret token)
    {
        var text = token.Reveal();
        if (text.Length > LongestToken || !text.StartsWith("1.", StringComparison.Ordinal))
            throw Refused.RefreshTokenInvalid();
        try
        {
            var plain = protector.Unprotect(Base64UrlEncoder.DecodeBytes(text[2..]), Purpose).AsSpan();
            return plain.Length == 25 && plain[0] == Layout
                ? (new Guid(plain[1..17]), DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(plain[17..])))
                : throw Refused.RefreshTokenInvalid();
        }
        catch (Exception exception) when (exception is FormatException or CataloguedException)
        {
            throw Refused.RefreshTokenInvalid();
        }
    }

    private sealed record Row(string Tenant, string ObjectId, string ClientId, string Methods, long AuthenticatedAt, long? RevokedAt);
}
