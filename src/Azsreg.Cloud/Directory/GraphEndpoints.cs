using System.Text.Json.Serialization.Metadata;
using Azsreg.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Azsreg.Cloud.Directory;

/// <summary>The part of Microsoft Graph v1.0 that making and keeping a bridge identity needs, with Graph's errors.</summary>
internal static class GraphEndpoints
{
    public const string Root = "/graph/v1.0";

    public static void MapDirectory(this IEndpointRouteBuilder app)
    {
        var graph = new GraphRoutes(app);
        graph.MapApplications();
        graph.MapServicePrincipals();
        graph.MapUsers();
        app.Map("/graph/{**rest}", context => GraphGate.RefuseAsync(
            context, new GraphException(404, "ResourceNotFound", "Resource not found for the segment.")));
    }

    public static IResult Json<T>(T body, JsonTypeInfo<T> type, int status = 200) => TypedResults.Json(body, type, statusCode: status);
}
