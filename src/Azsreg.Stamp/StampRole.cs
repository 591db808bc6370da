using Azsreg.ArmServer;
using Azsreg.Hosting;
using Azsreg.Identity;
using Azsreg.Remoting.Server;
using Azsreg.Stamp.Access;
using Azsreg.Stamp.Activation;
using Azsreg.Stamp.Activity;
using Azsreg.Stamp.Admin;
using Azsreg.Stamp.Alerts;
using Azsreg.Stamp.Bridge;
using Azsreg.Stamp.Facts;
using Azsreg.Stamp.Live;
using Azsreg.Stamp.Marketplace;
using Azsreg.Stamp.PrivilegedEndpoint;
using Azsreg.Stamp.Tokens;
using Azsreg.Stamp.Usage;
using Azsreg.Stamp.Usage.Workloads;
using Azsreg.Stamp.Validation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Azsreg.Stamp;

/// <summary>A stamp: admin ARM with its own sign-in on the first listener, the privileged endpoint on the second.</summary>
public static class StampRole
{
    /// <summary>Name of the privileged endpoint's listener; its URL is <c>RoleListeners.Url(PrivilegedEndpointListener)</c>.</summary>
    public const string PrivilegedEndpointListener = "privileged-endpoint";

    private const string PrivilegedEndpointPath = "/wsman";

    /// <summary>Builds a stamp that starts with the application. Its database lies in <c>{folder}/stamps/{name}</c>.</summary>
    /// <param name="options">What the stamp is configured with.</param>
    /// <param name="host">What the role stands on; <see cref="RoleHost.Port"/> is the port of admin ARM.</param>
    /// <exception cref="Protocol.CataloguedException">A port is taken, or the data folder cannot be used.</exception>
    public static WebApplication Build(StampOptions options, RoleHost host)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(host);
        var privilegedEndpoint = new RoleListener(PrivilegedEndpointListener, options.PrivilegedEndpointPort)
        {
            AsksForClientCertificate = options.ClientCertificates is not null,
        };
        var builder = host.CreateBuilder(out var listeners, privilegedEndpoint);
        var address = new AdminAddress(host.PublicUrl ?? listeners.Url());
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<StampChanges>();
        builder.Services.AddSingleton<PortalRegistration>();
        builder.Services.AddSingleton(address);
        builder.Services.AddSingleton(services => SqlDatabase.Sqlite(
            Path.Combine(host.Folder.Stamp(options.Name), "stamp.db"), services.GetRequiredService<StampChanges>().TablesChanged));
        builder.Services.AddSingleton(_ => SecretProtector.Open(host.Folder));
        builder.Services.AddSingleton(services => new TranscriptFiles(
            Path.Combine(host.Folder.Stamp(options.Name), "transcripts"), services.GetRequiredService<ILogger<TranscriptFiles>>()));
        builder.Services.AddSingleton(new StampFolders(
            host.Folder.Stamp(options.Name), host.Folder.Logs, options.ExportFolder ?? Path.Combine(host.Folder.Stamp(options.Name), "exports")));
        builder.Services.AddStamp();
        builder.Services.AddMarketplace(Path.Combine(host.Folder.Stamp(options.Name), "marketplace"), options.Marketplace);
        builder.Services.AddStampSignIn(address, options);
        builder.Services.AddSingleton<StampStart>();
        builder.Services.AddHostedService(services => services.GetRequiredService<StampStart>());
        builder.Services.AddHostedService<BridgeHeartbeat>();
        builder.Services.AddHostedService<UsageBridge>();
        builder.Services.AddHostedService(services => services.GetRequiredService<SampleWorkloadRunner>());
        builder.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<LocalSessions>(services, host.Folder));

        var application = builder.Build();
        application.Use(KeepDoorsApart);
        application.UseArmServer();
        // What commands there are depends on the stamp's version, which is read when the stamp starts: so the endpoint is mapped then.
        application.Services.GetRequiredService<StampStart>().MapPrivilegedEndpoint = () =>
            application.MapPowerShellRemoting(PrivilegedEndpointPath, application.Services.GetRequiredService<RemotingServer>());
        application.MapIdentity();
        application.MapMetadata();
        application.MapSubscriptions();
        application.MapPermissions();
        application.MapActivations();
        application.MapProducts();
        application.MapDownloadedProducts();
        application.MapMarketplaceOperations();
        application.MapUploads();
        application.MapMarketplaceContent();
        application.MapHealth();
        application.MapFabric();
        application.MapUsageAggregates();
        application.MapUsageBridge();
        application.MapUsageLedger();
        application.MapActivity();
        application.MapUsageFiles();
        application.MapSampleWorkloads();
        return application;
    }

    /// <summary>Each listener answers its own paths only: who is let to one port by a firewall reaches nothing of the other.</summary>
    private static Task KeepDoorsApart(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path.Equals(PrivilegedEndpointPath, StringComparison.OrdinalIgnoreCase) == (RoleListeners.NameOf(context) == PrivilegedEndpointListener))
            return next(context);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static IServiceCollection AddStamp(this IServiceCollection services)
    {
        services.AddSingleton<StampFactsStore>();
        // The facts are read when the stamp starts; whatever needs them is made after that.
        services.AddSingleton(provider => provider.GetRequiredService<StampFactsStore>().Current);
        services.AddSingleton<HostHardware>();
        services.AddSingleton<AuditLog>();
        services.AddSingleton<StampAccess>();
        services.AddSingleton<StampDirectory>();
        services.AddSingleton<ActionPlans>();
        services.AddSingleton<AlertStore>();
        services.AddSingleton<AlertService>();
        services.AddSingleton<ActivationStore>();
        services.AddSingleton<ActivationService>();
        services.AddSingleton<TrustedActivationKeys>();
        services.AddSingleton<RegistrationKeyPairs>();
        services.AddSingleton<RegistrationTokens>();
        services.AddSingleton<BridgeIdentityStore>();
        services.AddSingleton<BridgeConnections>();
        services.AddSingleton<SpareKey>();
        services.AddSingleton<BridgeCertificates>();
        services.AddSingleton<BridgeIdentityService>();
        services.AddSingleton<BridgeTokens>();
        services.AddSingleton<BridgeArm>();
        services.AddSingleton<BridgeHealthStore>();
        services.AddSingleton<BridgeCheck>();
        services.AddSingleton<UsageSignal>();
        services.AddSingleton<UsageOutbox>();
        services.AddSingleton<UsageIntake>();
        services.AddSingleton<UsageAggregates>();
        services.AddSingleton<UsageLedger>();
        services.AddSingleton<UsageBatchLedger>();
        services.AddSingleton<UsageSums>();
        services.AddSingleton<ActivityLog>();
        services.AddSingleton<EndpointSessions>();
        services.AddSingleton<UsageSender>();
        services.AddSingleton<UsageBridgeStore>();
        services.AddSingleton<UsageFiles>();
        services.AddSingleton<SampleWorkloadStore>();
        services.AddSingleton<SampleWorkloadRunner>();
        services.AddSingleton<SampleWorkloadService>();
        services.AddSingleton<PrivilegedEndpointCommands>();
        services.AddSingleton<ExportFolder>();
        services.AddSingleton<StampLogs>();
        services.AddSingleton<StampTests>();
        services.AddSingleton<ICommandGroup, TranscriptCommands>();
        services.AddSingleton<ICommandGroup, LogCommands>();
        services.AddSingleton<ICommandGroup, ValidationCommands>();
        services.AddSingleton<CloudAdministratorAuthenticator>();
        services.AddSingleton(provider => new RemotingServer(new RemotingServerOptions
        {
            Endpoints = [provider.GetRequiredService<PrivilegedEndpointCommands>().Describe()],
            Authenticator = provider.GetRequiredService<CloudAdministratorAuthenticator>(),
            Transcript = provider.GetRequiredService<TranscriptFiles>(),
            Clock = provider.GetRequiredService<TimeProvider>(),
            Loggers = provider.GetRequiredService<ILoggerFactory>(),
        }));
        return services;
    }

    private static void AddStampSignIn(this IServiceCollection services, AdminAddress address, StampOptions options)
    {
        var identity = new IdentityOptions
        {
            PublicUrl = address.Url,
            ProductName = "Azure Stack",
            Resources = [new ResourceServer { Name = "Azure Stack Admin Resource Manager", Audiences = [address.Url.AbsoluteUri] }],
        };
        services.AddIdentity(options.PasswordIterations is { } iterations ? identity with { PasswordIterations = iterations } : identity);
        services.AddArmServer(new ArmServerOptions { Addresses = () => new ArmAddresses(address.Url, address.Url, [address.Url.AbsoluteUri]), Region = "LOCAL" });
        services.AddSingleton<IAccessTokenKeys, AdminTokenKeys>();
        services.AddSingleton<AdminGate>();
        services.AddSingleton<IArmAuthorization>(provider => provider.GetRequiredService<AdminGate>());
        services.AddSingleton<IArmSubscriptions>(provider => provider.GetRequiredService<AdminGate>());
    }
}
