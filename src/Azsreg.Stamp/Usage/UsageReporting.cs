using Azsreg.Protocol;
using Azsreg.Stamp.Activation;

namespace Azsreg.Stamp.Usage;

/// <summary>Whether an activation has usage sent. What is not sent is collected all the same, and kept.</summary>
internal static class UsageReporting
{
    /// <summary>Where the bridge stands by the activation alone; <see cref="UsageBridgeState.UpToDate"/> where it sends.</summary>
    public static UsageBridgeState StateOf(ActivationRecord? activation, DateTimeOffset now) => activation switch
    {
        null => UsageBridgeState.NotRegistered,
        _ when activation.ExpiresAt <= now => UsageBridgeState.Expired,
        // The flag is about what the bridge sends. Without a line it sends nothing, and what an operator carries is their own decision;
        // under Capacity there is nothing to carry.
        { ObjectId.Length: 0 } => activation.BillingModel == nameof(BillingModel.Capacity) ? UsageBridgeState.Off : UsageBridgeState.Disconnected,
        { UsageReportingEnabled: false } => UsageBridgeState.Off,
        _ => UsageBridgeState.UpToDate,
    };

    public static bool IsSent(ActivationRecord activation, DateTimeOffset now) => StateOf(activation, now) == UsageBridgeState.UpToDate;
}
