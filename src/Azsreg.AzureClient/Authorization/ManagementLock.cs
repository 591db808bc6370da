namespace Azsreg.AzureClient;

/// <summary>A lock on a subscription, group or resource.</summary>
/// <param name="Id">The ARM id; null in a request.</param>
/// <param name="Name">The name; null in a request.</param>
/// <param name="Properties">What it forbids.</param>
public sealed record ManagementLock(string? Id, string? Name, ManagementLockProperties Properties);
