using Microsoft.Extensions.Logging;

namespace Azsreg.Remoting.Server;

internal sealed partial class ServerPool
{
    public void LogCommandBroke(Exception exception, Guid pipeline) => Log.CommandBroke(logger, Session.Id, pipeline, exception);

    private static partial class Log
    {
        [LoggerMessage(4101, LogLevel.Error, "A command of session {Session} broke (pipeline {Pipeline}).")]
        public static partial void CommandBroke(ILogger logger, Guid session, Guid pipeline, Exception exception);
    }
}
