using Azsreg.Hosting;
using Azsreg.Portal.Errors;
using Azsreg.Portal.Layout;
using Azsreg.Portal.Session;
using Azsreg.Portal.Web;
using Azsreg.Stamp.Live;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Portal.Commerce;

/// <summary>
/// The commerce pages of an Azure side: where the owner of a subscription sees what stamps reported and what it costs. They are a client of that
/// Azure as any other, and reach it over its Resource Manager as the person who is signed in.
/// </summary>
public static class CommercePortalRole
{
    /// <summary>What the pages are called.</summary>
    public const string Name = "Azure commerce";

    /// <summary>Builds the pages, which start with the application. Sessions lie in <c>{folder}/cloud/commerce-portal.db</c>.</summary>
    /// <param name="options">What they are configured with.</param>
    /// <param name="host">What the role stands on; <see cref="RoleHost.Port"/> is the pages' port.</param>
    /// <param name="redirectUris">Where the sign-in sends browsers back to; to be registered for the client before anybody signs in.</param>
    /// <exception cref="Protocol.CataloguedException">The port is taken, or the data folder cannot be used.</exception>
    public static WebApplication Build(CommercePortalOptions options, RoleHost host, out IReadOnlyList<Uri> redirectUris)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(host);
        var builder = host.CreateBuilder(out var listeners);
        var shell = new PortalOptions
        {
            StampName = Name,
            AdminUrl = options.AzureUrl,
            Changes = new StampChanges(),
            ClientId = options.ClientId,
            IsOfAzure = true,
            HostNames = options.HostNames.ToDictionary(name => name.ToLowerInvariant(), name => options.AzureUrl.Host),
        };
        redirectUris = [.. shell.RedirectUris(listeners.Port())];
        AddShell(builder.Services, shell, host);

        var application = builder.Build();
        var services = application.Services;
        application.Use(SecurityHeaders.Add);
        application.UseRouting();
        application.Use(services.GetRequiredService<FaultHandler>().HandleAsync);
        application.Use(services.GetRequiredService<KnownHost>().CheckAsync);
        application.Use(services.GetRequiredService<SessionGate>().PassAsync);
        application.Use(FormGuard.CheckAsync);
        var pages = application.MapGroup("").DisableAntiforgery();
        services.GetRequiredService<ClientFiles>().Map(pages);
        services.GetRequiredService<SignInEndpoints>().Map(pages);
        pages.MapTheme();
        pages.MapErrorCodes();
        pages.MapCommerce();
        return application;
    }

    // The shell of a stamp's portal without what only a stamp has: its topics, and work that runs on it.
    private static void AddShell(IServiceCollection services, PortalOptions options, RoleHost host)
    {
        services.AddSingleton(options);
        services.AddSingleton(host);
        services.AddSingleton(_ => SqlDatabase.Sqlite(Path.Combine(host.Folder.Cloud, "commerce-portal.db")));
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
}
