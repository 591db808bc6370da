namespace Azsreg.Stamp.Usage;

/// <summary>How the bridge's last attempts went.</summary>
/// <param name="AcknowledgedAt">When commerce last acknowledged a batch.</param>
/// <param name="FailedAt">When the last attempt failed; null where it did not.</param>
/// <param name="Code">Why, as a code.</param>
/// <param name="Message">Why, in words.</param>
/// <param name="IsRefused">True where commerce or the directory refused; false where they were not reached or busy.</param>
/// <param name="Failures">How many attempts failed in a row.</param>
/// <param name="RetryAt">When it tries again.</param>
internal sealed record UsageBridgeProgress(
    DateTimeOffset? AcknowledgedAt, DateTimeOffset? FailedAt, string? Code, string? Message, bool IsRefused, int Failures, DateTimeOffset? RetryAt)
{
    public static UsageBridgeProgress None { get; } = new(null, null, null, null, false, 0, null);
}
