using System.Text.Json.Serialization;

namespace Azsreg.Identity;

/// <summary>The answer of a token endpoint. v1 has numbers as text and some fields of its own.</summary>
internal sealed record TokenAnswer
{
    [JsonPropertyName("token_type")]
    public string TokenType { get; } = "Bearer";

    [JsonPropertyName("scope")]
    public string? Scope { get; init; }

    [JsonPropertyName("expires_in")]
    public required object ExpiresIn { get; init; }

    [JsonPropertyName("ext_expires_in")]
    public required object ExtendedExpiresIn { get; init; }

    [JsonPropertyName("expires_on")]
    public string? ExpiresOn { get; init; }

    [JsonPropertyName("not_before")]
    public string? NotBefore { get; init; }

    [JsonPropertyName("resource")]
    public string? Resource { get; init; }

    [JsonPropertyName("access_token")]
    public required string AccessToken { get; init; }

    [JsonPropertyName("refresh_token")]
    public string? RefreshToken { get; init; }

    [JsonPropertyName("foci")]
    public string? Family { get; init; }

    [JsonPropertyName("id_token")]
    public string? IdToken { get; init; }

    [JsonPropertyName("client_info")]
    public string? ClientInfo { get; init; }
}
