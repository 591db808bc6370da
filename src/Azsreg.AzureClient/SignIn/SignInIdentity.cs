using System.Buffers.Text;
using System.Text.Json;
using Azsreg.Protocol;

namespace Azsreg.AzureClient;

/// <summary>Who signed in, as the token tells it.</summary>
/// <param name="TenantId">The directory the token is of.</param>
/// <param name="ObjectId">The user or service principal in that directory.</param>
/// <param name="UserName">What the person signs in with; null for a service principal.</param>
/// <param name="DisplayName">The person's name, if told.</param>
/// <param name="ApplicationId">The application that asked; for a service principal, itself.</param>
public sealed record SignInIdentity(string? TenantId, string? ObjectId, string? UserName, string? DisplayName, string? ApplicationId)
{
    private const int LongestToken = 32 * 1024;

    /// <summary>What the request for an id token carried, which shows that the token answers that request; null in other tokens.</summary>
    public string? Nonce { get; init; }

    /// <summary>True where no person signed in.</summary>
    public bool IsServicePrincipal => UserName is null;

    /// <summary>Reads the claims of a token without checking its signature: it came over TLS from the token service itself
    /// (OpenID Connect Core 3.1.3.7, item 6), and whoever receives it checks it.</summary>
    /// <param name="token">An id token or an access token.</param>
    /// <returns>Null where it is no JWT; an access token need not be one.</returns>
    public static SignInIdentity? TryRead(Secret token)
    {
        ArgumentNullException.ThrowIfNull(token);
        var text = token.Reveal();
        if (text.Length > LongestToken || text.Split('.') is not [_, var payload, _])
            return null;

        try
        {
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(payload), new JsonDocumentOptions { MaxDepth = 16 });
            if (claims.RootElement is not { ValueKind: JsonValueKind.Object } root)
                return null;
            return new(
                Claim(root, "tid"),
                Claim(root, "oid"),
                Claim(root, "preferred_username") ?? Claim(root, "upn") ?? Claim(root, "unique_name") ?? Claim(root, "email"),
                Claim(root, "name"),
                Claim(root, "appid") ?? Claim(root, "azp"))
            {
                Nonce = Claim(root, "nonce"),
            };
        }
        // The last: an escape of half a character.
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Claim(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
