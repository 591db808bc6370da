using Microsoft.Extensions.Logging;

namespace Azsreg.Stamp.PrivilegedEndpoint;

internal sealed partial class ActionPlans
{
    [LoggerMessage(EventId = 4101, Level = LogLevel.Information, Message = "Action {Id} ({FunctionName}) completed")]
    private partial void LogCompleted(Guid id, string functionName);

    [LoggerMessage(EventId = 4102, Level = LogLevel.Warning, Message = "Action {Id} ({FunctionName}) failed: {ErrorId}")]
    private partial void LogFailed(Exception failure, Guid id, string functionName, string errorId);

    [LoggerMessage(EventId = 4103, Level = LogLevel.Warning, Message = "Action {Id} ({FunctionName}) is not waited for longer than {Timeout}")]
    private partial void LogTimedOut(Guid id, string functionName, TimeSpan timeout);
}
