using Microsoft.Extensions.Logging;

namespace Azsreg.ArmServer.Operations;

internal sealed partial class ArmOperationRunner
{
    private static partial class Log
    {
        [LoggerMessage(3010, LogLevel.Error, "Operation {Kind} {Id} failed")]
        public static partial void Failed(ILogger logger, Exception exception, string kind, string id);

        [LoggerMessage(3011, LogLevel.Warning, "The database is out of reach; long-running operations go on when it is back")]
        public static partial void Interrupted(ILogger logger, Exception exception);
    }
}
