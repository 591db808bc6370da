using Microsoft.Extensions.Logging;

namespace Azsreg.Identity;

internal sealed partial class TokenEndpoints
{
    [LoggerMessage(3001, LogLevel.Information, "Token issued by {Grant} to client {ClientId} for {Resource}, correlation {CorrelationId}")]
    private static partial void LogIssued(ILogger logger, string grant, string? clientId, string? resource, Guid correlationId);

    [LoggerMessage(3002, LogLevel.Warning, "Token refused by {Grant} to client {ClientId}: AADSTS{Code}, correlation {CorrelationId}")]
    private static partial void LogRefused(ILogger logger, string grant, string? clientId, int code, Guid correlationId);

    [LoggerMessage(3003, LogLevel.Warning, "The database is out of reach, correlation {CorrelationId}")]
    private static partial void LogUnavailable(ILogger logger, Exception exception, Guid correlationId);
}
