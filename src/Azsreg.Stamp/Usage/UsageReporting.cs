using Azsreg.Stamp.Activation;

namespace Azsreg.Stamp.Usage;

/// <summary>Whether an activation has usage sent. What is not sent is collected all the same, and kept.</summary>
internal static class UsageReporting
{
    /// <summary>Where the bridge stands by the activation alone; <see cref="UsageBridgeState.UpToDate"/> where it sends.</summary>
    public static UsageBridgeState StateOf(ActivationRecord? activation, DateTimeOffset now) => activation switch
    {
        null => UsageBridgeState.NotRegistered,
        { UsageReportingEnabled: false } => UsageBridgeState.Off,
        _ when activation.ExpiresAt <= now => UsageBridgeState.Expired,
        { ObjectId.Length: 0 } => UsageBridgeState.Disconnected,
        _ => UsageBridgeState.UpToDate,
    };

    public static bool IsSent(ActivationRecord activation, DateTimeOffset now) => StateOf(activation, now) == UsageBridgeState.UpToDate;
}
