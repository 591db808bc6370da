using System.Text;
using Azsreg.Protocol;

namespace Azsreg.Identity;

/// <summary>Checks a client's proof of itself: a secret, an assertion signed with its certificate, or none for a public client.</summary>
internal sealed class ClientAuthentication(IdentityDirectory directory, ClientAssertions assertions, TimeProvider clock)
{
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private const int LongestAssertion = 32 * 1024;

    /// <summary>The client id, wherever the request carries it: the form, or HTTP basic authentication (RFC 6749 §2.3.1).</summary>
    public static (string ClientId, Secret? Secret) Credentials(TokenRequest form, string? authorization)
    {
        if (Basic(authorization) is { } basic)
            return basic;
        return (form.Required("client_id", 64), form.Secret("client_secret", 512));
    }

    public async Task<ClientProof> AuthenticateAsync(
        Application client, Secret? secret, TokenContext context, CancellationToken cancellationToken)
    {
        var assertion = context.Form.Optional("client_assertion", LongestAssertion);
        if (client.IsPublicClient)
            return secret is null && assertion is null ? ClientProof.None : throw Refused.CredentialUnwanted();
        if (assertion is not null)
        {
            if (context.Form.Required("client_assertion_type") != AssertionType)
                throw Refused.Malformed($"'client_assertion_type' must be '{AssertionType}'.");
            await assertions.VerifyAsync(assertion, client, context.Tenant, cancellationToken);
            return ClientProof.Certificate;
        }

        if (secret is null)
            throw Refused.CredentialMissing();
        var credential = await directory.MatchPasswordAsync(client.AppId, secret, cancellationToken) ?? throw Refused.SecretWrong(client.AppId);
        return credential.EndsAt > clock.GetUtcNow() ? ClientProof.Secret : throw Refused.SecretExpired(client.AppId);
    }

    private static (string, Secret?)? Basic(string? authorization)
    {
        const string scheme = "Basic ";
        if (authorization?.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) != true || authorization.Length > 2048)
            return null;
        var bytes = new byte[authorization.Length];
        if (!Convert.TryFromBase64String(authorization[scheme.Length..].Trim(), bytes, out var length))
            throw Refused.Malformed("the Authorization header is not basic authentication.");
        var text = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0
            ? (Uri.UnescapeDataString(text[..colon]), new Secret(Uri.UnescapeDataString(text[(colon + 1)..])))
            : throw Refused.Malformed("the Authorization header is not basic authentication.");
    }
}
