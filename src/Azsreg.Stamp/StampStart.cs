using Azsreg.Hosting;
using Azsreg.Identity;
using Azsreg.Stamp.Access;
using Azsreg.Stamp.Activation;
using Azsreg.Stamp.Facts;
using Azsreg.Stamp.PrivilegedEndpoint;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Azsreg.Stamp;

/// <summary>Makes a stamp ready before its listeners answer: tables, facts, its directory with the administrator, and the books of a killed run.</summary>
internal sealed class StampStart(IServiceProvider services, StampOptions options) : IHostedLifecycleService
{
    /// <summary>Puts the privileged endpoint behind its route; called once all it needs is there.</summary>
    public Action MapPrivilegedEndpoint { private get; set; } = () => { };

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await SqlScripts.ApplyAsync(services.GetRequiredService<SqlDatabase>(), typeof(StampStart).Assembly, "Azsreg.Stamp.Sql", cancellationToken);
        var facts = await services.GetRequiredService<StampFactsStore>().LoadOrCreateAsync(options, cancellationToken);
        await services.PrepareIdentityAsync(cancellationToken);
        await PrepareDirectoryAsync(facts, cancellationToken);
        await services.GetRequiredService<ActionPlans>().RecoverAsync(cancellationToken);
        await services.GetRequiredService<ActivationService>().ReconcileAlertsAsync(cancellationToken);
        MapPrivilegedEndpoint();
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task PrepareDirectoryAsync(StampFacts facts, CancellationToken cancellationToken)
    {
        var directory = services.GetRequiredService<IdentityDirectory>();
        var tenant = await directory.FindTenantAsync(facts.AdminTenantId, cancellationToken)
            ?? await directory.CreateTenantAsync(facts.AdminTenantId, "Azure Stack", [facts.DomainFqdn], cancellationToken);
        var user = await directory.FindUserByNameAsync(tenant.Id, options.AdministratorName, cancellationToken);
        if (user is null)
        {
            user = await directory.CreateUserAsync(
                new NewUser
                {
                    TenantId = tenant.Id,
                    UserPrincipalName = options.AdministratorName,
                    DisplayName = "Azure Stack administrator",
                    Password = options.AdministratorPassword,
                },
                cancellationToken);
        }
        else
        {
            // The settings hold the password: what stands there now is what counts.
            await directory.SetPasswordAsync(tenant.Id, user.ObjectId, options.AdministratorPassword, cancellationToken);
        }

        await services.GetRequiredService<StampAccess>().GrantAsync(user.ObjectId.ToString(), StampRoleName.Owner, cancellationToken);
    }
}
