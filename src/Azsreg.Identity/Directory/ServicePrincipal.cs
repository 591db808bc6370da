namespace Azsreg.Identity;

/// <summary>An application as it stands in one tenant: what rights are given to.</summary>
/// <param name="TenantId">The tenant it stands in.</param>
/// <param name="ObjectId">The object id in that tenant, as in <c>oid</c> of its tokens.</param>
/// <param name="AppId">The application's client id.</param>
/// <param name="DisplayName">The application's name.</param>
/// <param name="Enabled">False where sign-in is blocked.</param>
/// <param name="CreatedAt">When it was made, UTC.</param>
public sealed record ServicePrincipal(Guid TenantId, Guid ObjectId, Guid AppId, string DisplayName, bool Enabled, DateTimeOffset CreatedAt);
