using Azsreg.ArmServer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Azsreg.Cloud.Resources;

/// <summary>Maps an extension resource, such as a lock, at every scope it can hang on.</summary>
internal static class ScopeRoutes
{
    private const string Group = "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}";

    // A route cannot take "any number of type/name pairs" in its middle, so the depths that occur are written out.
    private static readonly string[] Scopes =
    [
        "/subscriptions/{subscriptionId}",
        "/subscriptions/{subscriptionId}/providers/{ns}/{type1}/{name1}",
        Group,
        Group + "/providers/{ns}/{type1}/{name1}",
        Group + "/providers/{ns}/{type1}/{name1}/{type2}/{name2}",
        Group + "/providers/{ns}/{type1}/{name1}/{type2}/{name2}/{type3}/{name3}",
    ];

    /// <summary>Maps <paramref name="handler"/> at every scope; <paramref name="configure"/> sees each endpoint.</summary>
    /// <param name="endpoints">Where to.</param>
    /// <param name="method">The HTTP method.</param>
    /// <param name="resource">What follows <c>{scope}/providers/Microsoft.Authorization/</c>.</param>
    /// <param name="handler">Does it.</param>
    /// <param name="configure">Declares the endpoint's action and api-versions.</param>
    public static void MapAtEveryScope(
        this IEndpointRouteBuilder endpoints, string method, string resource, ArmHandler handler,
        Action<IEndpointConventionBuilder> configure)
    {
        foreach (var scope in Scopes)
            configure(endpoints.MapArm(method, $"{scope}/providers/Microsoft.Authorization/{resource}", handler));
    }
}
