using Azsreg.ArmServer.Authentication;
using Azsreg.ArmServer.Pipeline;
using Azsreg.ArmServer.Throttling;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Azsreg.ArmServer;

/// <summary>Composes the ARM pipeline; <see cref="ArmEndpointExtensions"/> shows the whole of it in use.</summary>
public static class ArmServerExtensions
{
    /// <summary>
    /// Adds the pipeline. The host also registers <see cref="IAccessTokenKeys"/>, <see cref="IArmAuthorization"/> and
    /// <see cref="IArmSubscriptions"/>, and may register any number of <see cref="IArmRequestCheck"/>.
    /// </summary>
    public static IServiceCollection AddArmServer(this IServiceCollection services, ArmServerOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton<LazyAddresses>();
        services.AddSingleton<AccessTokenValidator>();
        services.AddSingleton<RequestAllowance>();
        services.AddSingleton<ArmHeaders>();
        services.AddSingleton<ArmGate>();
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.Configure<JsonOptions>(json =>
        {
            json.SerializerOptions.MaxDepth = options.MaxJsonDepth;
            json.SerializerOptions.Encoder = ArmJson.Options.Encoder;
            json.SerializerOptions.DefaultIgnoreCondition = ArmJson.Options.DefaultIgnoreCondition;
        });
        return services;
    }

    /// <summary>
    /// Puts routing and the ARM pipeline in place. Endpoints without <c>RequireArm</c> are left alone; a path without any
    /// endpoint is answered by ARM, so middleware that answers by itself must come before.
    /// </summary>
    public static IApplicationBuilder UseArmServer(this IApplicationBuilder app)
    {
        app.UseMiddleware<PathCollapser>();
        app.UseRouting();
        app.UseMiddleware<ArmMiddleware>();
        return app;
    }
}
