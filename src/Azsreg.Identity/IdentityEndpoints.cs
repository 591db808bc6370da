using Microsoft.AspNetCore.Routing;

namespace Azsreg.Identity;

/// <summary>The token service's endpoints.</summary>
public static class IdentityEndpoints
{
    /// <summary>Maps discovery, token, device code, authorization and sign-in endpoints under the host's root.</summary>
    public static IEndpointRouteBuilder MapIdentity(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        return endpoints;
    }
}
