using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Cloud.Directory;

/// <summary>Maps Graph's operations so that each runs behind the <see cref="GraphGate"/>.</summary>
internal sealed class GraphRoutes(IEndpointRouteBuilder app)
{
    /// <summary>Maps one operation; <typeparamref name="TFeature"/> is the service it is a method of.</summary>
    public void Map<TFeature>(string method, string path, Func<TFeature, GraphRequest, Task<IResult>> handle)
        where TFeature : notnull =>
        app.MapMethods(GraphEndpoints.Root + path, [method], (HttpContext context, GraphGate gate, TFeature feature) =>
            gate.RunAsync(context, request => handle(feature, request)));
}
