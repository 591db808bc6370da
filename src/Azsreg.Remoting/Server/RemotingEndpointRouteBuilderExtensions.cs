using Azsreg.Remoting.WsMan;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Azsreg.Remoting.Server;

/// <summary>Puts a <see cref="RemotingServer"/> behind a route.</summary>
public static class RemotingEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Answers WS-Management requests at <paramref name="pattern"/>, usually <c>/wsman</c>. The server is stopped when the application
    /// stops, before Kestrel waits for requests that are under way.
    /// </summary>
    public static IEndpointConventionBuilder MapPowerShellRemoting(this IEndpointRouteBuilder endpoints, string pattern, RemotingServer server)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(server);
        endpoints.ServiceProvider.GetService<IHostApplicationLifetime>()?.ApplicationStopping.Register(server.Service.BeginStop);
        return endpoints.MapPost(pattern, (RequestDelegate)(context => WsManHttp.HandleAsync(context, server.Service)));
    }
}
