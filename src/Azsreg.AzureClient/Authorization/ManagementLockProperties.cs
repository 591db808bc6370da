namespace Azsreg.AzureClient;

/// <summary>What a lock forbids.</summary>
/// <param name="Level"><c>CanNotDelete</c> or <c>ReadOnly</c>.</param>
/// <param name="Notes">Why; at most 512 characters.</param>
public sealed record ManagementLockProperties(string Level, string? Notes = null);
