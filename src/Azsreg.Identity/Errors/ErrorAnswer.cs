using System.Globalization;
using System.Text.Json.Serialization;

namespace Azsreg.Identity;

/// <summary>A refusal as Entra ID's clients read it.</summary>
internal sealed record ErrorAnswer
{
    [JsonPropertyName("error")]
    public required string Error { get; init; }

    [JsonPropertyName("error_description")]
    public required string Description { get; init; }

    [JsonPropertyName("error_codes")]
    public required IReadOnlyList<int> Codes { get; init; }

    [JsonPropertyName("timestamp")]
    public required string Timestamp { get; init; }

    [JsonPropertyName("trace_id")]
    public required string TraceId { get; init; }

    [JsonPropertyName("correlation_id")]
    public required string CorrelationId { get; init; }

    [JsonPropertyName("suberror")]
    public string? SubError { get; init; }

    public static ErrorAnswer Of(SignInException failure, SignInAttempt attempt, DateTimeOffset now)
    {
        var timestamp = now.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return new ErrorAnswer
        {
            Error = failure.Error,
            Description = $"{failure.Description}\r\nTrace ID: {attempt.TraceId}\r\nCorrelation ID: {attempt.CorrelationId}\r\nTimestamp: {timestamp}",
            Codes = [failure.Code],
            Timestamp = timestamp,
            TraceId = attempt.TraceId.ToString("D"),
            CorrelationId = attempt.CorrelationId.ToString("D"),
            SubError = failure.SubError,
        };
    }
}
