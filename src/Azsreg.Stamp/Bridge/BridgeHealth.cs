namespace Azsreg.Stamp.Bridge;

/// <summary>What the bridge saw when it last looked.</summary>
/// <param name="RegistrationId">The registration it looked at.</param>
/// <param name="CheckedAt">When.</param>
/// <param name="LastContactAt">When it last saw its registration; null where it never did.</param>
/// <param name="Fault">What is wrong.</param>
/// <param name="Detail">Azure's own words on it.</param>
internal sealed record BridgeHealth(string RegistrationId, DateTimeOffset CheckedAt, DateTimeOffset? LastContactAt, BridgeFault Fault, string? Detail);
