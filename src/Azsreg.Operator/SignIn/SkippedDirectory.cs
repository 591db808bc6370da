namespace Azsreg.Operator.SignIn;

/// <summary>A directory whose subscriptions could not be read.</summary>
/// <param name="TenantId">The directory's id.</param>
/// <param name="Name">Its domain or name, where known.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record SkippedDirectory(string TenantId, string? Name, string Reason);
