using Azsreg.Protocol;

namespace Azsreg.Cloud.Commerce;

/// <summary>Why usage is not taken or not answered. The upload is our own protocol, so its codes are our own too (<see cref="UsageBatchFault"/>); those of reading are the service's.</summary>
internal static class CommerceErrors
{
    public static ArmException Unreadable(UsageFormatException fault) => new(
        fault.Code == UsageBatchFault.TooLarge ? 413 : fault.Code == UsageBatchFault.ForAnotherStamp ? 403 : 400, new ArmError(fault.Code, fault.Message), fault);

    public static ArmException PathMismatch() => new(400, UsageBatchFault.PathMismatch, "The batch is of another activation or number than the path.");

    public static ArmException ForAnotherStamp(string registration) =>
        new(403, UsageBatchFault.ForAnotherStamp, $"The batch is of another stamp than the registration '{registration}'.");

    public static ArmException NotTheBridge(string objectId, ArmResourceId registration) => new(
        403,
        "AuthorizationFailed",
        $"The client with object id '{objectId}' is not the service principal of the registration '{registration.Name}', which alone reports its usage.");

    public static ArmException NumberConflict(UsageBatchHeader header) => new(
        409,
        UsageBatchFault.NumberConflict,
        $"Another batch was taken under number {header.Number} of activation {header.ActivationId}. Its records are safe to send again under a new number.");

    public static ArmException InvalidProperty(string property, string message) => new(400, "InvalidProperty", message, property);

    public static ArmException InvalidGranularity() =>
        new(400, "InvalidAggregationGranularity", "The aggregationGranularity is Daily or Hourly.", "aggregationGranularity");

    public static ArmException EndTimeInFuture() => new(
        400, "RequestEndTimeIsInFuture", "The reportedEndTime lies beyond the day or hour that runs: usage of that time is not reported yet.", "reportedEndTime");
}
