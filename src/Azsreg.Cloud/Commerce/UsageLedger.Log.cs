using Microsoft.Extensions.Logging;

namespace Azsreg.Cloud.Commerce;

internal sealed partial class UsageLedger
{
    private static partial class Log
    {
        [LoggerMessage(5301, LogLevel.Warning, "{Count} usage records of stamp {CloudId} were refused (activation {ActivationId}, batch {Number})")]
        public static partial void Refused(ILogger logger, int count, string cloudId, string activationId, long number);
    }
}
