using Microsoft.Extensions.Logging;

namespace Azsreg.Stamp.Usage;

internal sealed partial class UsageBridge
{
    [LoggerMessage(EventId = 4601, Level = LogLevel.Debug, Message = "Usage batch {Number}: {Accepted} accepted, {Repeated} known, {NotReported} not reported, {Refused} refused")]
    private partial void LogSent(long number, int accepted, int repeated, int notReported, int refused);

    [LoggerMessage(EventId = 4602, Level = LogLevel.Warning, Message = "Usage could not be sent ({Failures} times in a row, next in {Wait}): {Code} {Reason}")]
    private partial void LogNotSent(string code, string reason, int failures, TimeSpan wait);

    [LoggerMessage(EventId = 4603, Level = LogLevel.Warning, Message = "Usage batch {Number} of {Records} records was refused as a whole and is split: {Code} {Reason}")]
    private partial void LogSplit(long number, long records, string code, string reason);

    [LoggerMessage(EventId = 4604, Level = LogLevel.Warning, Message = "Another usage batch was taken under number {Number} of activation {ActivationId}; usage is numbered anew")]
    private partial void LogRenumbered(long number, string activationId);

    [LoggerMessage(EventId = 4605, Level = LogLevel.Error, Message = "The usage bridge failed")]
    private partial void LogFailed(Exception failure);

    [LoggerMessage(EventId = 4606, Level = LogLevel.Debug, Message = "The usage bridge stopped")]
    private partial void LogStopped();
}
