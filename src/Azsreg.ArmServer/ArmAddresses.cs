namespace Azsreg.ArmServer;

/// <summary>The public addresses of one ARM endpoint.</summary>
/// <param name="ResourceManager">Its own base URL; <c>nextLink</c> and polling URLs start with it.</param>
/// <param name="SignIn">The base URL of the sign-in; tokens are issued by <c>{SignIn}/{tenant}/</c> (v1) or <c>{SignIn}/{tenant}/v2.0</c>.</param>
/// <param name="Audiences">What a token may be made out to.</param>
public sealed record ArmAddresses(Uri ResourceManager, Uri SignIn, IReadOnlyList<string> Audiences)
{
    /// <summary>The authority of a tenant, as <c>WWW-Authenticate</c> and error texts name it: <c>{SignIn}/{tenant}</c>.</summary>
    public string Authority(string tenantId) => $"{SignIn.AbsoluteUri.TrimEnd('/')}/{tenantId}";

    /// <summary>An absolute URL of this endpoint.</summary>
    /// <param name="pathAndQuery">Starts with a slash.</param>
    public string Absolute(string pathAndQuery) => ResourceManager.AbsoluteUri.TrimEnd('/') + pathAndQuery;
}
