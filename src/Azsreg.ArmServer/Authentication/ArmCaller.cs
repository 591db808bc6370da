namespace Azsreg.ArmServer;

/// <summary>Who makes a request, as their access token says.</summary>
/// <param name="ObjectId">The object id in the tenant's directory (claim <c>oid</c>).</param>
/// <param name="TenantId">The tenant the token was issued by (claim <c>tid</c>).</param>
/// <param name="UserPrincipalName">The sign-in name of a person; null for a service principal.</param>
/// <param name="ApplicationId">The client the token was issued to (claim <c>appid</c> or <c>azp</c>).</param>
/// <param name="Name">The display name, if the token has one.</param>
/// <param name="IsServicePrincipal">True where the application acts for itself.</param>
public sealed record ArmCaller(
    string ObjectId, string TenantId, string? UserPrincipalName, string? ApplicationId, string? Name, bool IsServicePrincipal)
{
    /// <summary>What error texts call the client: the sign-in name of a person, the application id otherwise.</summary>
    public string ClientName => UserPrincipalName ?? ApplicationId ?? ObjectId;
}
