using Azsreg.Hosting;
using Azsreg.Portal.Errors;
using Azsreg.Portal.Layout;
using Azsreg.Portal.Session;
using Azsreg.Portal.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Portal;

/// <summary>What a stamp's portal and Azure's commerce pages have in common: who is let in, and what every page stands on.</summary>
internal static class PortalShell
{
    public static void Add(IServiceCollection services, PortalOptions options, RoleHost host, string sessionsFile)
    {
        services.AddSingleton(options);
        services.AddSingleton(host);
        services.AddSingleton(_ => SqlDatabase.Sqlite(sessionsFile));
        services.AddSingleton(_ => SecretProtector.Open(host.Folder));
        services.AddRazorComponents();
        services.AddSingleton<ClientFiles>();
        services.AddSingleton<KnownHost>();
        services.AddSingleton<SessionStore>();
        services.AddSingleton<StampDoor>();
        services.AddSingleton<SessionCookie>();
        services.AddSingleton<SessionGate>();
        services.AddSingleton<SignInEndpoints>();
        services.AddSingleton<FaultHandler>();
        services.AddScoped(provider => new PortalSession(options, provider.GetRequiredService<StampDoor>()));
    }

    /// <summary>Puts the checks before the pages.</summary>
    /// <returns>Where the pages go.</returns>
    public static IEndpointRouteBuilder Open(WebApplication application)
    {
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
        pages.MapErrorCodes();
        return pages;
    }
}
