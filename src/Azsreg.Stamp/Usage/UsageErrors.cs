using Azsreg.Protocol;

namespace Azsreg.Stamp.Usage;

/// <summary>Errors of the usage API by their documented codes (Microsoft, "Provider resource usage API" and "Usage API error codes").</summary>
internal static class UsageErrors
{
    public static ArmException NoApiVersion() => new(400, "NoApiVersion", "The api-version query parameter is missing.");

    public static ArmException InvalidProperty(string property, string rule) =>
        new(400, "InvalidProperty", $"The value of '{property}' is missing or not valid: {rule}.", property);

    public static ArmException RequestEndTimeIsInFuture() =>
        new(400, "RequestEndTimeIsInFuture", "The value of 'reportedEndTime' is in the future.", "reportedEndTime");

    public static ArmException SubscriberIdIsNotDirectTenant(string subscriber) =>
        new(400, "SubscriberIdIsNotDirectTenant", $"The subscription '{subscriber}' is not of a direct tenant of this Azure Stack.", "subscriberId");

    public static ArmException SubscriptionIdMissingInRequest() =>
        new(400, "SubscriptionIdMissingInRequest", "The path names no tenant subscription.");

    public static ArmException InvalidAggregationGranularity() =>
        new(400, "InvalidAggregationGranularity", "The value of 'aggregationGranularity' must be Daily or Hourly.", "aggregationGranularity");

    /// <summary>503: as many questions as can be answered at once are being answered.</summary>
    public static ArmException ServiceUnavailable() =>
        new(503, new ArmError("ServiceUnavailable", "The usage service is busy. Please retry.")) { RetryAfter = TimeSpan.FromSeconds(5) };
}
