using Azsreg.Hosting;
using Azsreg.Identity;
using Azsreg.Stamp.Access;
using Azsreg.Stamp.Activation;
using Azsreg.Stamp.Facts;
using Azsreg.Stamp.Marketplace.Downloads;
using Azsreg.Stamp.PrivilegedEndpoint;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Azsreg.Stamp;

/// <summary>Makes a stamp ready before its listeners answer: tables, facts, its directory with the administrator, and the books of a killed run.</summary>
internal sealed class StampStart(IServiceProvider services, StampOptions options) : IHostedLifecycleService
{
    // Made when the facts are read: the host makes its hosted services before that.
    private DownloadEngine? _downloads;

    /// <summary>Puts the privileged endpoint behind its route; called once all it needs is there.</summary>
    public Action MapPrivilegedEndpoint { private get; set; } = () => { };

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await SqlScripts.ApplyAsync(services.GetRequiredService<SqlDatabase>(), typeof(StampStart).Assembly, "Azsreg.Stamp.Sql", cancellationToken);
        await services.GetRequiredService<StampFactsStore>().LoadOrCreateAsync(options, cancellationToken);
        await services.PrepareIdentityAsync(cancellationToken);
        await services.GetRequiredService<StampDirectory>().PrepareAsync(
            new StampUser(options.AdministratorName, "Azure Stack administrator", StampRoleName.Owner, options.AdministratorPassword), options.Users, cancellationToken);
        await services.GetRequiredService<ActionPlans>().RecoverAsync(cancellationToken);
        await services.GetRequiredService<ActivationService>().ReconcileAlertsAsync(cancellationToken);
        _downloads = services.GetRequiredService<DownloadEngine>();
        await _downloads.PrepareAsync(cancellationToken);
        MapPrivilegedEndpoint();
    }

    public Task StartAsync(CancellationToken cancellationToken) => _downloads!.StartAsync(cancellationToken);

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => _downloads?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
