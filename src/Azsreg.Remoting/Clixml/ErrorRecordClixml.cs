namespace Azsreg.Remoting.Clixml;

/// <summary>The form of an error record on the wire (MS-PSRP §2.2.3.15), both ways.</summary>
internal static class ErrorRecordClixml
{
    public static RemoteObject ToRemoteObject(RemoteError error)
    {
        var exception = new RemoteObject(error.ExceptionTypeNames) { Text = error.ExceptionType + ": " + error.Message };
        exception.SetAdapted("Message", error.Message);
        exception.SetAdapted("WasThrownFromThrowStatement", false);
        exception.SetAdapted("InnerException", null);
        exception.SetAdapted("HelpLink", null);
        exception.SetAdapted("Source", null);
        exception.SetAdapted("StackTrace", null);
        exception.SetAdapted("HResult", -2146233087);
        var record = new RemoteObject(["System.Management.Automation.ErrorRecord", "System.Object"])
        {
            ["Exception"] = exception,
            ["TargetObject"] = error.TargetObject,
            ["FullyQualifiedErrorId"] = error.FullyQualifiedErrorId,
            ["InvocationInfo"] = null,
            ["ErrorCategory_Category"] = (int)error.Category,
            ["ErrorCategory_Activity"] = error.Activity,
            ["ErrorCategory_Reason"] = error.Reason,
            ["ErrorCategory_TargetName"] = error.TargetName,
            ["ErrorCategory_TargetType"] = error.TargetType,
            ["ErrorCategory_Message"] = $"{error.Category}: ({error.TargetName}:{error.TargetType}) [{error.Activity}], {error.Reason}",
        };
        record.Text = error.Message;
        if (error.RecommendedAction is not null)
        {
            record["ErrorDetails_Message"] = error.Message;
            record["ErrorDetails_RecommendedAction"] = error.RecommendedAction;
        }
        record["SerializeExtendedInfo"] = false;
        return record;
    }

    /// <summary>Reads leniently: what a peer leaves out stays empty.</summary>
    public static RemoteError FromRemoteObject(object? value)
    {
        if (value is not RemoteObject record) return new RemoteError(RemoteObject.TextOf(value) ?? "", "");
        var exception = record["Exception"] as RemoteObject;
        var message = record.GetString("ErrorDetails_Message") ?? exception?.GetString("Message") ?? record.Text ?? "";
        return new RemoteError(message, record.GetString("FullyQualifiedErrorId") ?? "")
        {
            Category = record["ErrorCategory_Category"] is int category ? (RemoteErrorCategory)category : RemoteErrorCategory.NotSpecified,
            Activity = record.GetString("ErrorCategory_Activity") ?? "",
            Reason = record.GetString("ErrorCategory_Reason") ?? "",
            TargetName = record.GetString("ErrorCategory_TargetName") ?? "",
            TargetType = record.GetString("ErrorCategory_TargetType") ?? "",
            ExceptionTypeNames = exception is { TypeNames.Count: > 0 } ? exception.TypeNames : RemoteError.RuntimeExceptionTypeNames,
            TargetObject = record["TargetObject"],
            RecommendedAction = record.GetString("ErrorDetails_RecommendedAction"),
        };
    }
}
