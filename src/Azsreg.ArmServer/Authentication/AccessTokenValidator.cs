using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Azsreg.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Azsreg.ArmServer.Authentication;

/// <summary>
/// Turns a bearer token into its caller. A signature costs some 100 µs to check, so a token that was valid is remembered by its
/// SHA-256 until it expires; nothing else of it is kept.
/// </summary>
internal sealed class AccessTokenValidator(IAccessTokenKeys keys, ArmServerOptions options, LazyAddresses addresses, TimeProvider clock)
{
    private const string Scheme = "Bearer ";
    private const int MaxTokenLength = 16 * 1024;
    private const int MaxRemembered = 10_000;
    private static readonly TimeSpan NotBeforeSkew = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<TokenHash, Remembered> _remembered = new();
    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = MaxTokenLength };

    /// <summary>The caller and the issuer of the token in the <c>Authorization</c> header.</summary>
    /// <exception cref="ArmException">401.</exception>
    public ValueTask<ValidatedToken> ValidateAsync(IHeaderDictionary headers, CancellationToken cancellationToken)
    {
        var header = headers.Authorization;
        if (header.Count == 0 || string.IsNullOrEmpty(header[0]))
            throw ArmErrors.AuthenticationMissing();
        var text = header[0]!;
        if (header.Count > 1 || !text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || text.Length > MaxTokenLength)
            throw ArmErrors.AuthenticationMalformed();

        var token = text.AsMemory(Scheme.Length).Trim();
        var hash = TokenHash.Of(token.Span);
        var now = clock.GetUtcNow();
        if (_remembered.TryGetValue(hash, out var remembered))
        {
            if (now < remembered.ForgetAt)
                return ValueTask.FromResult(remembered.Token);
            _remembered.TryRemove(hash, out _);
        }

        return CheckAsync(token.ToString(), hash, now, cancellationToken);
    }

    private async ValueTask<ValidatedToken> CheckAsync(string text, TokenHash hash, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var valid = await CheckSignatureAsync(text, cancellationToken).ConfigureAwait(false);
        if (!IsFor(valid.Audiences, addresses.Value.Audiences))
            throw ArmErrors.InvalidAuthenticationTokenAudience(valid.Audiences.FirstOrDefault() ?? "", addresses.Value.Audiences);
        DateTimeOffset expiry = DateTime.SpecifyKind(valid.ValidTo, DateTimeKind.Utc);
        if (expiry <= now)
            throw ArmErrors.ExpiredAuthenticationToken(expiry, now);
        if (valid.ValidFrom != DateTime.MinValue && DateTime.SpecifyKind(valid.ValidFrom, DateTimeKind.Utc) > now + NotBeforeSkew)
            throw ArmErrors.InvalidAuthenticationToken();

        var result = new ValidatedToken(CallerOf(valid), valid.Issuer);
        var authority = addresses.Value.Authority(result.Caller.TenantId);
        if (valid.Issuer != authority + "/" && valid.Issuer != authority + "/v2.0")
            throw ArmErrors.InvalidAuthenticationToken();

        if (_remembered.Count >= MaxRemembered)
            _remembered.Clear();
        var longest = now + options.TokenCacheTime;
        _remembered[hash] = new Remembered(result, expiry < longest ? expiry : longest);
        return result;
    }

    private async ValueTask<JsonWebToken> CheckSignatureAsync(string text, CancellationToken cancellationToken)
    {
        var result = await _handler.ValidateTokenAsync(text, new TokenValidationParameters
        {
            IssuerSigningKeys = await keys.GetAsync(cancellationToken).ConfigureAwait(false),
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            RequireSignedTokens = true,
            // Checked above with Azure's own texts, and by the injected clock.
            ValidateAudience = false,
            ValidateIssuer = false,
            ValidateLifetime = false,
        }).ConfigureAwait(false);
        if (!result.IsValid || result.SecurityToken is not JsonWebToken token || token.ValidTo == DateTime.MinValue)
            throw ArmErrors.InvalidAuthenticationToken();
        return token;
    }

    private static ArmCaller CallerOf(JsonWebToken token)
    {
        if (Claim(token, "oid") is not { } objectId || Claim(token, "tid") is not { } tenantId)
            throw ArmErrors.InvalidAuthenticationToken();
        // Tokens of people carry scopes; those an application gets for itself do not (idtyp is an optional claim).
        var application = Claim(token, "idtyp") is { } kind ? kind == "app" : Claim(token, "scp") is null;
        return new ArmCaller(
            objectId.ToLowerInvariant(),
            tenantId.ToLowerInvariant(),
            application ? null : Claim(token, "upn") ?? Claim(token, "preferred_username") ?? Claim(token, "unique_name"),
            Claim(token, "appid") ?? Claim(token, "azp"),
            Claim(token, "name"),
            application);
    }

    private static string? Claim(JsonWebToken token, string name) =>
        token.TryGetPayloadValue<string>(name, out var value) && !string.IsNullOrEmpty(value) ? value : null;

    // A slash at the end of a resource is written or not, as the client likes.
    private static bool IsFor(IEnumerable<string> audiences, IReadOnlyList<string> allowed)
    {
        foreach (var audience in audiences)
        {
            foreach (var one in allowed)
            {
                if (audience.AsSpan().TrimEnd('/').Equals(one.AsSpan().TrimEnd('/'), StringComparison.OrdinalIgnoreCase))
                    return true;
            }
        }

        return false;
    }

    private sealed record Remembered(ValidatedToken Token, DateTimeOffset ForgetAt);

    private readonly record struct TokenHash(long A, long B, long C, long D)
    {
        public static TokenHash Of(ReadOnlySpan<char> token)
        {
            Span<byte> utf8 = stackalloc byte[4096];
            var needed = Encoding.UTF8.GetByteCount(token);
            if (needed > utf8.Length)
                utf8 = new byte[needed];
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(utf8[..Encoding.UTF8.GetBytes(token, utf8)], hash);
            var parts = MemoryMarshal.Cast<byte, long>(hash);
            return new TokenHash(parts[0], parts[1], parts[2], parts[3]);
        }
    }
}
