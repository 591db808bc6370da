using System.Diagnostics.CodeAnalysis;
using Azsreg.ArmServer.Pipeline;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Azsreg.ArmServer;

/// <summary>Makes an endpoint an ARM endpoint.</summary>
/// <example>
/// <code>
/// // Once:
/// private static readonly ArmApiVersions Versions = ArmApiVersions.OfProvider("Microsoft.AzureStack/registrations", "2022-06-01", "2017-06-01");
///
/// // In the role:
/// builder.Services.AddArmServer(new ArmServerOptions { Addresses = () => new ArmAddresses(arm, signIn, audiences) });
/// builder.Services.AddSingleton&lt;IAccessTokenKeys, …&gt;();      // and IArmAuthorization, IArmSubscriptions
/// app.UseArmServer();
///
/// // In the feature. The path is matched without regard to letter case.
/// app.MapGet("/subscriptions/{subscriptionId}/resourceGroups/{group}/providers/Microsoft.AzureStack/registrations/{name}", GetAsync)
///    .RequireArm("Microsoft.AzureStack/registrations/read", Versions);
///
/// static async Task&lt;IResult&gt; GetAsync(ArmRequest request, string group, string name, RegistrationStore store) =>
///     await store.FindAsync(request.SubscriptionId, group, name, request.Aborted) is { } found
///         ? ArmResults.Ok(found)
///         : throw ArmErrors.ResourceNotFound($"Microsoft.AzureStack/registrations/{name}", group);
/// </code>
/// </example>
public static class ArmEndpointExtensions
{
    /// <summary>
    /// Maps an operation. Unlike minimal APIs' own maps it compiles nothing at start, which a role with a hundred operations feels;
    /// the handler belongs to an object made once from the container.
    /// </summary>
    /// <param name="endpoints">Where to.</param>
    /// <param name="method">The HTTP method.</param>
    /// <param name="pattern">The route; letter case does not count.</param>
    /// <param name="handler">Does it.</param>
    public static IEndpointConventionBuilder MapArm(
        this IEndpointRouteBuilder endpoints, string method, [StringSyntax("Route")] string pattern, ArmHandler handler) =>
        endpoints.MapMethods(pattern, [method], async context =>
        {
            var result = await handler(ArmRequest.From(context)).ConfigureAwait(false);
            await result.ExecuteAsync(context).ConfigureAwait(false);
        });

    /// <summary>
    /// Asks for a valid token, a right and an api-version; adds ARM's headers and error envelope.
    /// </summary>
    /// <param name="builder">The endpoint, or a group of them.</param>
    /// <param name="action">The RBAC operation, such as <c>Microsoft.AzureStack/registrations/read</c>; null asks only for a valid token.</param>
    /// <param name="versions">The api-versions of the type; null asks for none.</param>
    /// <param name="scope">Where the right is checked.</param>
    /// <param name="counted">Whether it spends the caller's hourly allowance.</param>
    public static TBuilder RequireArm<TBuilder>(
        this TBuilder builder, string? action, ArmApiVersions? versions, ArmScope scope = ArmScope.Path, bool counted = true)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint => endpoint.Metadata.Add(new ArmEndpoint(action, versions, scope, Anonymous: false, counted)));
        return builder;
    }

    /// <summary>An ARM endpoint open to all, such as <c>/metadata/endpoints</c>: headers, envelope and api-version only.</summary>
    public static TBuilder AllowAnonymousArm<TBuilder>(this TBuilder builder, ArmApiVersions? versions)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint => endpoint.Metadata.Add(new ArmEndpoint(null, versions, ArmScope.Path, Anonymous: true)));
        return builder;
    }
}
