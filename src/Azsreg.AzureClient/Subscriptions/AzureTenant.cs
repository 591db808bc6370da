namespace Azsreg.AzureClient;

/// <summary>A directory the caller belongs to.</summary>
/// <param name="Id"><c>/tenants/{id}</c>.</param>
/// <param name="TenantId">The directory's id.</param>
/// <param name="DisplayName">Its name, where told.</param>
/// <param name="DefaultDomain">Its domain, where told.</param>
public sealed record AzureTenant(string Id, string TenantId, string? DisplayName, string? DefaultDomain);
