using Azsreg.Hosting;
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
        PortalShell.Add(builder.Services, shell, host, Path.Combine(host.Folder.Cloud, "commerce-portal.db"));

        var application = builder.Build();
        var pages = PortalShell.Open(application);
        pages.MapCommerce();
        return application;
    }
}
