using Azsreg.Hosting;
using Azsreg.Portal.Activity;
using Azsreg.Portal.Alerts;
using Azsreg.Portal.Dashboard;
using Azsreg.Portal.Errors;
using Azsreg.Portal.Layout;
using Azsreg.Portal.Live;
using Azsreg.Portal.Marketplace;
using Azsreg.Portal.Region;
using Azsreg.Portal.Registration;
using Azsreg.Portal.Session;
using Azsreg.Portal.Usage;
using Azsreg.Portal.Web;
using Azsreg.Portal.Work;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Portal;

/// <summary>A stamp's portal: pages rendered here, of what the stamp's admin ARM tells the person who is signed in.</summary>
public static class PortalRole
{
    // A page's form is small; files (an activation key, usage acknowledgements) have endpoints with bounds of their own.
    private const int MostFields = 512;

    /// <summary>Builds a portal that starts with the application. Its sessions lie in <c>{folder}/stamps/{name}/portal.db</c>.</summary>
    /// <param name="options">What it is configured with.</param>
    /// <param name="host">What the role stands on; <see cref="RoleHost.Port"/> is the portal's port.</param>
    /// <exception cref="Protocol.CataloguedException">The port is taken, or the data folder cannot be used.</exception>
    public static WebApplication Build(PortalOptions options, RoleHost host)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(host);
        var builder = host.CreateBuilder(out _);
        AddShell(builder.Services, options, host);
        AddFeatures(builder.Services);

        var application = builder.Build();
        var services = application.Services;
        application.Use(SecurityHeaders.Add);
        application.UseRouting();
        application.Use(services.GetRequiredService<FaultHandler>().HandleAsync);
        application.Use(services.GetRequiredService<KnownHost>().CheckAsync);
        application.Use(services.GetRequiredService<SessionGate>().PassAsync);
        application.Use(FormGuard.CheckAsync);

        // The framework's own anti-forgery wants a key ring; ours is the session's token (FormGuard).
        var pages = application.MapGroup("").DisableAntiforgery();
        services.GetRequiredService<ClientFiles>().Map(pages);
        services.GetRequiredService<SignInEndpoints>().Map(pages);
        pages.MapTheme();
        pages.MapLive();
        pages.MapErrorCodes();
        MapFeatures(pages);
        return application;
    }

    private static void AddShell(IServiceCollection services, PortalOptions options, RoleHost host)
    {
        services.AddSingleton(options);
        services.AddSingleton(host);
        services.AddSingleton(_ => SqlDatabase.Sqlite(Path.Combine(host.Folder.Stamp(options.StampName), "portal.db")));
        services.AddSingleton(_ => SecretProtector.Open(host.Folder));
        services.AddRazorComponents();
        services.Configure<FormOptions>(form =>
        {
            form.ValueCountLimit = MostFields;
            form.MultipartBodyLengthLimit = RoleHost.LargestBody;
        });
        services.AddSingleton<ClientFiles>();
        services.AddSingleton<KnownHost>();
        services.AddSingleton<SessionStore>();
        services.AddSingleton<StampDoor>();
        services.AddSingleton<SessionCookie>();
        services.AddSingleton<SessionGate>();
        services.AddSingleton<SignInEndpoints>();
        services.AddSingleton<FaultHandler>();
        services.AddSingleton<LiveHub>();
        services.AddScoped(provider => new PortalSession(options, provider.GetRequiredService<StampDoor>()));
    }

    /// <summary>What the features keep in the container: a line each.</summary>
    private static void AddFeatures(IServiceCollection services)
    {
        services.AddRegistration();
        services.AddMarketplace();
    }

    /// <summary>The features' pages: a line each.</summary>
    private static void MapFeatures(IEndpointRouteBuilder pages)
    {
        pages.MapUsage();
        pages.MapReconcile();
        pages.MapAlerts();
        pages.MapActivity();
        pages.MapDashboard();
        pages.MapRegion();
        pages.MapRegistration();
        pages.MapOffline();
        pages.MapWork();
        pages.MapMarketplace();
    }
}
