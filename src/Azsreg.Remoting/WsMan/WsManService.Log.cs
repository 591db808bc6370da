using Microsoft.Extensions.Logging;

namespace Azsreg.Remoting.WsMan;

internal sealed partial class WsManService
{
    private static partial class Log
    {
        [LoggerMessage(4001, LogLevel.Information, "Session {Session} of {User} on {Configuration} was opened.")]
        public static partial void Opened(ILogger logger, Guid session, string user, string configuration);

        [LoggerMessage(4002, LogLevel.Information, "Session {Session} was closed by its client.")]
        public static partial void Closed(ILogger logger, Guid session);

        [LoggerMessage(4003, LogLevel.Information, "Session {Session} was closed because nobody used it.")]
        public static partial void Reaped(ILogger logger, Guid session);

        [LoggerMessage(4004, LogLevel.Warning, "Session {Session} was ended: its client broke the protocol ({Reason}).")]
        public static partial void Broken(ILogger logger, Guid session, string reason);

        [LoggerMessage(4005, LogLevel.Error, "A session could not be closed.")]
        public static partial void CloseFailed(ILogger logger, Exception exception);
    }
}
