using Azsreg.Cli.Shell;
using Azsreg.Cloud;
using Azsreg.Cloud.Blobs;
using Azsreg.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Cli.Roles;

/// <summary>Starts the Azure side.</summary>
internal static class CloudRunner
{
    /// <summary>Starts it.</summary>
    /// <param name="context">The verb's context.</param>
    /// <param name="ground">What the roles of the process share.</param>
    /// <param name="port">The port; 0 for any free one.</param>
    /// <param name="storage">Where its data lies; the data folder where null.</param>
    /// <param name="seed">Puts data in before anybody can ask for it; null for none.</param>
    /// <param name="cancellationToken">Gives the start up.</param>
    public static async Task<RunningRole> StartAsync(
        CliContext context, RoleGround ground, int port, CloudStorage? storage, Func<IServiceProvider, CancellationToken, Task>? seed, CancellationToken cancellationToken)
    {
        var held = context.Data.AcquireLock("cloud");
        try
        {
            var host = ground.Host("cloud", port);
            var application = CloudRole.Build(OptionsOf(context) with { Storage = storage ?? new CloudStorage() }, host);
            try
            {
                await application.Services.PrepareCloudAsync(cancellationToken);
                if (seed is not null)
                {
                    await seed(application.Services, cancellationToken);
                }

                await application.StartAsync(cancellationToken);
                return new RunningRole("Azure side", host.PublicUrl ?? application.Services.GetRequiredService<RoleListeners>().Url(), application, held);
            }
            catch
            {
                await application.DisposeAsync();
                throw;
            }
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    private static CloudOptions OptionsOf(CliContext context) => new()
    {
        Blobs = new BlobOptions
        {
            LinkLifetime = TimeSpan.FromSeconds(context.Settings.GetNumber("link-lifetime", null, fallback: 48 * 3600, least: 1, most: 30 * 24 * 3600)),
        },
    };
}
