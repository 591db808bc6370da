using Azsreg.Hosting;
using Azsreg.Portal.Activity;
using Azsreg.Portal.Alerts;
using Azsreg.Portal.Dashboard;
using Azsreg.Portal.Live;
using Azsreg.Portal.Marketplace;
using Azsreg.Portal.Region;
using Azsreg.Portal.Registration;
using Azsreg.Portal.Usage;
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
        PortalShell.Add(builder.Services, options, host, Path.Combine(host.Folder.Stamp(options.StampName), "portal.db"));
        builder.Services.Configure<FormOptions>(form =>
        {
            form.ValueCountLimit = MostFields;
            form.MultipartBodyLengthLimit = RoleHost.LargestBody;
        });
        builder.Services.AddSingleton<LiveHub>();
        AddFeatures(builder.Services);

        var application = builder.Build();
        var pages = PortalShell.Open(application);
        pages.MapLive();
        MapFeatures(pages);
        return application;
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
