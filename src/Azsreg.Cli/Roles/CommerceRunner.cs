using Azsreg.Cloud;
using Azsreg.Hosting;
using Azsreg.Portal.Commerce;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Cli.Roles;

/// <summary>Starts the commerce pages of an Azure side.</summary>
internal static class CommerceRunner
{
    /// <summary>Starts them.</summary>
    /// <param name="ground">What the roles of the process share.</param>
    /// <param name="cloud">The Azure side, which runs in this process and is told where browsers may be sent back to.</param>
    /// <param name="port">The port; 0 for any free one.</param>
    /// <param name="cancellationToken">Gives the start up.</param>
    public static async Task<RunningRole> StartAsync(RoleGround ground, RunningRole cloud, int port, CancellationToken cancellationToken)
    {
        var application = CommercePortalRole.Build(
            new CommercePortalOptions
            {
                AzureUrl = cloud.Url,
                ClientId = CommercePortalClient.ClientId,
                HostNames = ground.PublicUrl is { } publicUrl ? [publicUrl.Host] : [],
            },
            ground.Host("commerce", port) with { PublicUrl = null },
            out var redirectUris);
        try
        {
            cloud.Services.GetRequiredService<CommercePortalClient>().RedirectUris = redirectUris;
            await application.StartAsync(cancellationToken);
            var listensOn = application.Services.GetRequiredService<RoleListeners>().Port();
            return new RunningRole("commerce pages", new UriBuilder(Uri.UriSchemeHttps, ground.PublicUrl?.Host ?? "localhost", listensOn).Uri, application, held: null);
        }
        catch
        {
            await application.DisposeAsync();
            throw;
        }
    }
}
