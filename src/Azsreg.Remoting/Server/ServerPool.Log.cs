using Microsoft.Extensions.Logging;

namespace Azsreg.Remoting.Server;

internal sealed partial class ServerPool
{
    public void LogCommandBroke(Exception exception, Guid pipeline) => Log.CommandBroke(logger, Session.Id, pipeline, exception);

    private void LogTranscriptBroke(Exception exception) => Log.TranscriptBroke(logger, Session.Id, exception);

    private static partial class Log
    {
        [LoggerMessage(4102, LogLevel.Error, "The transcript of session {Session} could not be written.")]
        public static partial void TranscriptBroke(ILogger logger, Guid session, Exception exception);

        [LoggerMessage(4101, LogLevel.Error, "A command of session {Session} broke (pipeline {Pipeline}).")]
        public static partial void CommandBroke(ILogger logger, Guid session, Guid pipeline, Exception exception);
    }
}
