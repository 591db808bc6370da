namespace Azsreg.Identity;

/// <summary>One request at a token endpoint.</summary>
/// <param name="Form">Its fields.</param>
/// <param name="Tenant">The tenant its path names; null for <c>common</c> and <c>organizations</c>.</param>
/// <param name="V2">True at <c>/oauth2/v2.0/</c>.</param>
/// <param name="Attempt">What is known of the sign-in.</param>
internal sealed record TokenContext(TokenRequest Form, Tenant? Tenant, bool V2, SignInAttempt Attempt)
{
    /// <summary>The tenant for an error's text.</summary>
    public string TenantName => Tenant?.DisplayName ?? "organizations";
}
