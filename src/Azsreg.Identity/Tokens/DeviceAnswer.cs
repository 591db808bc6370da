using System.Text.Json.Serialization;

namespace Azsreg.Identity;

/// <summary>The answer of a device code endpoint: v2 (RFC 8628 §3.2) has <c>verification_uri</c> and numbers, v1 <c>verification_url</c> and texts.</summary>
internal sealed record DeviceAnswer
{
    [JsonPropertyName("user_code")]
    public required string UserCode { get; init; }

    [JsonPropertyName("device_code")]
    public required string DeviceCode { get; init; }

    [JsonPropertyName("verification_uri")]
    public string? VerificationUri { get; init; }

    [JsonPropertyName("verification_url")]
    public string? VerificationUrl { get; init; }

    [JsonPropertyName("expires_in")]
    public required object ExpiresIn { get; init; }

    [JsonPropertyName("interval")]
    public required object Interval { get; init; }

    [JsonPropertyName("message")]
    public required string Message { get; init; }
}
