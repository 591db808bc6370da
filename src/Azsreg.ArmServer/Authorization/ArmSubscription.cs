namespace Azsreg.ArmServer;

/// <summary>What the pipeline must know of a subscription.</summary>
/// <param name="SubscriptionId">Its id, a GUID in lower case.</param>
/// <param name="TenantId">The directory it trusts.</param>
/// <param name="IsDisabled">True where it may be read and deleted from, but not written to.</param>
public sealed record ArmSubscription(string SubscriptionId, string TenantId, bool IsDisabled = false);
