using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Azsreg.AzureClient.Http;
using Azsreg.AzureClient.SignIn;
using Azsreg.Protocol;

namespace Azsreg.AzureClient;

/// <summary>Signs in at one environment's token service as one client application.</summary>
public sealed partial class SignInClient
{
    private readonly AzureConnection _connection;
    private readonly AzureEnvironment _environment;
    private readonly string _clientId;
    private readonly HttpExchange _exchange;

    /// <summary>Makes a client.</summary>
    /// <param name="connection">The transport, clock and dice.</param>
    /// <param name="environment">Whose token service.</param>
    /// <param name="clientId">The application that asks; a service principal's own id, or a public client's.</param>
    public SignInClient(AzureConnection connection, AzureEnvironment environment, string clientId = WellKnown.AzurePowerShellClientId)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentException.ThrowIfNullOrEmpty(clientId);
        _connection = connection;
        _environment = environment;
        _clientId = clientId;
        _exchange = new HttpExchange(connection);
    }

    /// <summary>Signs in with whatever an account has: silently.</summary>
    /// <param name="tenant">The directory's id or domain.</param>
    /// <param name="audience">Whom the token is for.</param>
    /// <param name="credential">What the account has.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="SignInException">The token service refused.</exception>
    public Task<TokenGrant> RedeemAsync(string tenant, string audience, AccountCredential credential, CancellationToken cancellationToken) =>
        credential switch
        {
            AccountCredential.Refresh refresh => WithRefreshTokenAsync(tenant, audience, refresh.Token, cancellationToken),
            AccountCredential.ClientSecret secret => WithClientSecretAsync(tenant, audience, secret.Value, cancellationToken),
            AccountCredential.ClientCertificate certificate => WithCertificateAsync(tenant, audience, certificate.Certificate, cancellationToken),
            _ => throw new ArgumentOutOfRangeException(nameof(credential)),
        };

    /// <summary>Trades a refresh token for an access token (RFC 6749 §6); it works for every audience and every directory the person belongs to.</summary>
    public Task<TokenGrant> WithRefreshTokenAsync(string tenant, string audience, Secret refreshToken, CancellationToken cancellationToken) =>
        TokenAsync(tenant, audience, offline: true, null,
            [new("grant_type", "refresh_token"), new("refresh_token", refreshToken.Reveal())], cancellationToken);

    /// <summary>Signs a service principal in by its secret (RFC 6749 §4.4).</summary>
    public Task<TokenGrant> WithClientSecretAsync(string tenant, string audience, Secret secret, CancellationToken cancellationToken) =>
        TokenAsync(tenant, audience, offline: false, null,
            [new("grant_type", "client_credentials"), new("client_secret", secret.Reveal())], cancellationToken);

    /// <summary>Signs a service principal in by its certificate (RFC 7523 §2.2).</summary>
    public Task<TokenGrant> WithCertificateAsync(string tenant, string audience, X509Certificate2 certificate, CancellationToken cancellationToken)
    {
        var endpoint = Authority.Of(_environment, tenant).Token;
        var assertion = ClientAssertion.Make(certificate, _clientId, endpoint, _connection.NewId(), _connection.Clock.GetUtcNow());
        return TokenAsync(tenant, audience, offline: false, null,
        [
            new("grant_type", "client_credentials"),
            new("client_assertion_type", ClientAssertion.Type),
            new("client_assertion", assertion),
        ], cancellationToken);
    }

    /// <summary>Signs a person in by user name and password (RFC 6749 §4.3); refused for accounts with a second factor and for personal accounts.</summary>
    public Task<TokenGrant> WithPasswordAsync(string tenant, string audience, string userName, Secret password, CancellationToken cancellationToken) =>
        TokenAsync(tenant, audience, offline: true, userName,
            [new("grant_type", "password"), new("username", userName), new("password", password.Reveal())], cancellationToken);

    private async Task<TokenGrant> TokenAsync(
        string tenant, string audience, bool offline, string? userName, IEnumerable<KeyValuePair<string, string>> grant, CancellationToken cancellationToken)
    {
        var authority = Authority.Of(_environment, tenant);
        var form = new List<KeyValuePair<string, string>>(grant) { new("client_id", _clientId) };
        form.AddRange(AskFor(authority, audience, offline));
        var answer = await PostAsync(authority.Token, form, cancellationToken);
        return answer.IsSuccess ? ReadGrant(authority.Token, answer) : throw SignInRefusal.Read(answer).ToException(tenant, userName);
    }

    private static IEnumerable<KeyValuePair<string, string>> AskFor(Authority authority, string audience, bool offline)
    {
        // The audience is kept as it is, final slash and all: "…//.default" is what asks for the audience that ends in one.
        var scope = authority.IsFederationServices ? "openid" : $"{audience}/.default";
        if (authority.IsFederationServices)
            yield return new("resource", audience);
        yield return new("scope", offline && !authority.IsFederationServices ? $"{scope} openid profile offline_access" : scope);
    }

    private Task<HttpAnswer> PostAsync(Uri address, IEnumerable<KeyValuePair<string, string>> form, CancellationToken cancellationToken) =>
        _exchange.SendAsync(
            () =>
            {
                var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(form) };
                request.Headers.Accept.Add(new("application/json"));
                request.Headers.Add("client-request-id", _connection.CorrelationId.ToString());
                return request;
            },
            repeatable: true,
            cancellationToken);

    private TokenGrant ReadGrant(Uri endpoint, HttpAnswer answer)
    {
        try
        {
            using var document = JsonDocument.Parse(answer.Body, new JsonDocumentOptions { MaxDepth = 16 });
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object && Text(root, "access_token") is { } token)
            {
                var access = new Secret(token);
                var identity = (Text(root, "id_token") is { } id ? SignInIdentity.TryRead(new Secret(id)) : null) ?? SignInIdentity.TryRead(access);
                return new TokenGrant(
                    access,
                    _connection.Clock.GetUtcNow().AddSeconds(Seconds(root, "expires_in", fallback: 3600)),
                    Text(root, "refresh_token") is { } refresh ? new Secret(refresh) : null,
                    identity);
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // The latter: an escape of half a character. Told below.
        }

        throw new SignInException(ErrorCatalogue.AnswerNotUnderstood, $"{endpoint.GetLeftPart(UriPartial.Authority)} answered {answer.StatusCode} without a token.");
    }

    /// <summary>A number of seconds, which v1 endpoints write as a string.</summary>
    private static double Seconds(JsonElement root, string name, int fallback)
    {
        if (!root.TryGetProperty(name, out var value))
            return fallback;
        var seconds = value.ValueKind switch
        {
            JsonValueKind.Number when value.TryGetInt32(out var number) => number,
            JsonValueKind.String when int.TryParse(value.GetString(), System.Globalization.CultureInfo.InvariantCulture, out var number) => number,
            _ => fallback,
        };
        return Math.Clamp(seconds, 1, 7 * 24 * 3600);
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;
}
