using Azsreg.Cli.Shell;
using Azsreg.Cloud;
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
    /// <param name="seed">Puts data in before anybody can ask for it; null for none.</param>
    /// <param name="cancellationToken">Gives the start up.</param>
    public static async Task<RunningRole> StartAsync(
        CliContext context, RoleGround ground, int port, Func<IServiceProvider, CancellationToken, Task>? seed, CancellationToken cancellationToken)
    {
        var held = context.Data.AcquireLock("cloud");
        try
        {
            var host = ground.Host("cloud", port);
            var application = CloudRole.Build(new CloudOptions(), host);
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
}
