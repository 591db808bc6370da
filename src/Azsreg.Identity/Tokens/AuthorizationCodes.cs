using System.Security.Cryptography;
using System.Text.Json;
using Azsreg.Hosting;
using Dapper;
using Microsoft.IdentityModel.Tokens;

namespace Azsreg.Identity;

/// <summary>Authorization codes: random, stored by their hash with what they stand for, good once and for minutes.</summary>
internal sealed class AuthorizationCodes(SqlDatabase database, IdentityOptions options, TimeProvider clock)
{
    public async Task<string> IssueAsync(AuthorizationCode code, CancellationToken cancellationToken)
    {
        var text = "1." + Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));
        await database.TransactAsync(async (connection, transaction) => await connection.ExecuteAsync(
            "insert into identity_codes (code_hash, payload, expires_at) values (@hash, @payload, @expires)",
            new
            {
                hash = SecretHash.LookupKey(text),
                payload = JsonSerializer.Serialize(code, IdentityJson.Default.AuthorizationCode),
                expires = (clock.GetUtcNow() + options.AuthorizationCodeLifetime).ToUnixTimeMilliseconds(),
            }, transaction), cancellationToken);
        return text;
    }

    /// <summary>Reads a code without using it up; a used one names the grant it became, an expired one is refused.</summary>
    public async Task<(AuthorizationCode Code, Guid? UsedFor)> FindAsync(string text, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var row = await connection.QueryFirstOrDefaultAsync<Row>(
            """select payload as "Payload", expires_at as "ExpiresAt", grant_id as "GrantId" from identity_codes where code_hash = @hash""",
            new { hash = SecretHash.LookupKey(text) }) ?? throw Refused.CodeInvalid();
        if (row.GrantId is null && row.ExpiresAt <= clock.GetUtcNow().ToUnixTimeMilliseconds())
            throw Refused.CodeExpired();
        return (JsonSerializer.Deserialize(row.Payload, IdentityJson.Default.AuthorizationCode)!, row.GrantId is null ? null : Guid.Parse(row.GrantId));
    }

    /// <summary>Marks a code as used for a grant; false where another request came first.</summary>
    public Task<bool> TryUseAsync(string text, Guid grantId, CancellationToken cancellationToken) =>
        database.TransactAsync(async (connection, transaction) => await connection.ExecuteAsync(
            "update identity_codes set grant_id = @grantId where code_hash = @hash and grant_id is null",
            new { grantId = grantId.ToString("D"), hash = SecretHash.LookupKey(text) }, transaction) > 0, cancellationToken);

    private sealed record Row(string Payload, long ExpiresAt, string? GrantId);
}
