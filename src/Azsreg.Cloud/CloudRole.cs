using System.Security.Cryptography.X509Certificates;
using Azsreg.ArmServer;
using Azsreg.Cloud.Blobs;
using Azsreg.Cloud.Commerce;
using Azsreg.Cloud.Directory;
using Azsreg.Cloud.Marketplace;
using Azsreg.Cloud.Registrations;
using Azsreg.Cloud.Replicas;
using Azsreg.Cloud.Resources;
using Azsreg.Cloud.Subscriptions;
using Azsreg.Hosting;
using Azsreg.Identity;
using Azsreg.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Azsreg.Cloud;

/// <summary>The Azure side as one web application: sign-in, the resource manager and its providers, all under one URL.</summary>
public static class CloudRole
{
    /// <summary>
    /// Builds it. Its tables are brought up to date when it starts; a host that seeds it first calls <see cref="PrepareCloudAsync"/>.
    /// </summary>
    /// <param name="options">How it behaves.</param>
    /// <param name="host">What it stands on; the caller has locked the folder.</param>
    /// <exception cref="CataloguedException">Replicas are to share a database without a URL they are all reached by (AZR1059).</exception>
    public static WebApplication Build(CloudOptions options, RoleHost host)
    {
        if (options.Storage.IsShared && host.PublicUrl is null)
            throw new CataloguedException(ErrorCatalogue.ReplicaPublicUrl, "A database was given, but no public URL.");
        var builder = host.CreateBuilder(out var listeners);
        var addresses = new CloudAddresses(host.PublicUrl ?? listeners.Url());
        var services = builder.Services;
        services.AddHostedService<CloudStart>();
        services.AddCloud(options, host.Folder, addresses, host.Trust);

        var app = builder.Build();
        app.UseArmServer();
        app.MapIdentity();
        app.MapArmOperations();
        app.MapSubscriptions();
        app.MapResources();
        app.MapRegistrations();
        app.MapMarketplace();
        app.MapCommerce();
        app.MapDirectory();
        return app;
    }

    /// <summary>Brings the tables of every feature up to date. The role's start does it too; may be called any number of times.</summary>
    public static async Task PrepareCloudAsync(this IServiceProvider services, CancellationToken cancellationToken = default)
    {
        var database = services.GetRequiredService<SqlDatabase>();
        await database.RequireFitAsync(cancellationToken).ConfigureAwait(false);
        foreach (var module in services.GetServices<SqlModule>())
            await SqlScripts.ApplyAsync(database, module.Assembly, module.Prefix, cancellationToken).ConfigureAwait(false);
        if (services.GetRequiredService<CloudOptions>().Storage.IsShared)
            await ReplicaSecretKey.RequireAsync(database, services.GetRequiredService<SecretProtector>(), cancellationToken).ConfigureAwait(false);
        await services.PrepareIdentityAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What serves and what only administers consist of alike; the clock is registered already.</summary>
    internal static void AddCloud(
        this IServiceCollection services, CloudOptions options, DataFolder folder, CloudAddresses addresses, IReadOnlyList<X509Certificate2> trust)
    {
        services.AddSingleton(options);
        services.AddSingleton(addresses);
        services.AddSingleton(_ => options.Storage.OpenDatabase(folder));
        services.AddSingleton(_ => options.Storage.OpenProtector(folder));
        var commercePortal = new CommercePortalClient();
        services.AddSingleton(commercePortal);
        var identity = new IdentityOptions { PublicUrl = addresses.Base };
        services.AddIdentity(identity with { FirstPartyClients = [.. identity.FirstPartyClients, commercePortal.Application] });
        services.AddArmServer(new ArmServerOptions
        {
            Addresses = () => addresses.ToArm(),
            Limits = options.RequestLimits,
            OperationPollInterval = options.OperationPollInterval,
        });
        services.AddArmOperations();
        services.AddSingleton(SqlModule.Of("Replicas"));
        services.AddSingleton(SqlModule.Of("Snapshots")).AddSingleton<SnapshotVersions>();
        services.AddSubscriptions();
        services.AddResources();
        services.AddRegistrations(options.Registrations, ActivationEndpoints.Of(() => addresses.Base, trust));
        services.AddBlobs(options.Blobs, options.Storage.BlobsIn(folder));
        services.AddMarketplace();
        services.AddCommerce(options.Usage);
        services.AddDirectory(new GraphOptions(() => addresses.Base));
        services.AddSingleton(SqlModule.Of("Sample"));
    }

    private sealed class CloudStart(IServiceProvider services) : IHostedLifecycleService
    {
        public Task StartingAsync(CancellationToken cancellationToken) => services.PrepareCloudAsync(cancellationToken);

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
