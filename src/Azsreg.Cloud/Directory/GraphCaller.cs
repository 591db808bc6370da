namespace Azsreg.Cloud.Directory;

/// <summary>Who asks Graph.</summary>
/// <param name="TenantId">The tenant the token is for; a caller sees no other.</param>
/// <param name="ObjectId">The user's or service principal's object id there.</param>
/// <param name="AppId">The client the token was issued to.</param>
/// <param name="IsApplication">True where the application acts for itself.</param>
internal sealed record GraphCaller(Guid TenantId, Guid ObjectId, Guid? AppId, bool IsApplication);
