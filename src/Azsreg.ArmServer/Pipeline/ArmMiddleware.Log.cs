using Microsoft.Extensions.Logging;

namespace Azsreg.ArmServer.Pipeline;

internal sealed partial class ArmMiddleware
{
    private static partial class Log
    {
        [LoggerMessage(3001, LogLevel.Debug, "{Method} refused with {StatusCode} {Code}, correlation {CorrelationId}")]
        public static partial void Refused(ILogger logger, string method, int statusCode, string code, string correlationId);

        [LoggerMessage(3003, LogLevel.Warning, "{Method} found the database out of reach, correlation {CorrelationId}")]
        public static partial void Unavailable(ILogger logger, Exception exception, string method, string correlationId);

        [LoggerMessage(3002, LogLevel.Error, "{Method} failed, correlation {CorrelationId}")]
        public static partial void Failed(ILogger logger, Exception exception, string method, string correlationId);
    }
}
