using System.Text.Json;
using Azsreg.AzureClient.Http;
using Azsreg.AzureClient.SignIn;
using Azsreg.Protocol;

namespace Azsreg.AzureClient;

public sealed partial class SignInClient
{
    private const string DeviceCodeGrant = "urn:ietf:params:oauth:grant-type:device_code";

    /// <summary>Signs a person in at another screen (RFC 8628): shows a code, then asks until it was typed.</summary>
    /// <param name="tenant">The directory's id or domain.</param>
    /// <param name="audience">Whom the token is for.</param>
    /// <param name="show">Shows the code and the page.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="SignInException">Refused, declined, or not done in time.</exception>
    public async Task<TokenGrant> WithDeviceCodeAsync(
        string tenant, string audience, Func<DeviceCodePrompt, CancellationToken, ValueTask> show, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(show);
        var authority = Authority.Of(_environment, tenant);
        var started = await PostAsync(authority.DeviceCode, [new("client_id", _clientId), .. AskFor(authority, audience, offline: true)], cancellationToken);
        if (!started.IsSuccess)
            throw SignInRefusal.Read(started).ToException(tenant);

        var (code, prompt, interval) = ReadDeviceCode(authority.DeviceCode, started);
        await show(prompt, cancellationToken);

        while (_connection.Clock.GetUtcNow() < prompt.ExpiresOn)
        {
            await Task.Delay(interval, _connection.Clock, cancellationToken);
            var answer = await PostAsync(
                authority.Token,
                // "code" is how Entra ID's v1 and federation services call what RFC 8628 §3.4 names "device_code".
                [new("grant_type", DeviceCodeGrant), new("client_id", _clientId), new("device_code", code.Reveal()), new("code", code.Reveal())],
                cancellationToken);
            if (answer.IsSuccess)
                return ReadGrant(authority.Token, answer);

            var refusal = SignInRefusal.Read(answer);
            switch (refusal.Error)
            {
                case "authorization_pending":
                    break;
                case "slow_down":
                    // RFC 8628 §3.5: five seconds more, for good.
                    interval += TimeSpan.FromSeconds(5);
                    break;
                default:
                    throw refusal.ToException(tenant);
            }
        }

        throw new SignInException(ErrorCatalogue.SignInNotCompleted, $"The code {prompt.UserCode} was not entered before it expired.", "expired_token");
    }

    private (Secret Code, DeviceCodePrompt Prompt, TimeSpan Interval) ReadDeviceCode(Uri endpoint, HttpAnswer answer)
    {
        try
        {
            using var document = JsonDocument.Parse(answer.Body, new JsonDocumentOptions { MaxDepth = 16 });
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object
                && Text(root, "device_code") is { } code
                && Text(root, "user_code") is { Length: <= 64 } userCode
                && Uri.TryCreate(Text(root, "verification_uri") ?? Text(root, "verification_url"), UriKind.Absolute, out var page)
                && page.Scheme is "https" or "http")
            {
                var expires = _connection.Clock.GetUtcNow().AddSeconds(Math.Min(Seconds(root, "expires_in", fallback: 900), 3600));
                var interval = TimeSpan.FromSeconds(Math.Min(Seconds(root, "interval", fallback: 5), 60));
                var message = Text(root, "message") ?? $"Open {page} and enter the code {userCode}.";
                return (new Secret(code), new DeviceCodePrompt(userCode, page, expires, message), interval);
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // The latter: an escape of half a character. Told below.
        }

        throw new SignInException(ErrorCatalogue.AnswerNotUnderstood, $"{endpoint.GetLeftPart(UriPartial.Authority)} answered {answer.StatusCode} without a device code.");
    }
}
