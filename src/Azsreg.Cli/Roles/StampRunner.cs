using System.Security.Cryptography.X509Certificates;
using Azsreg.Cli.Shell;
using Azsreg.Hosting;
using Azsreg.Stamp;
using Azsreg.Stamp.Bridge;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Cli.Roles;

/// <summary>Starts a stamp from its settings.</summary>
internal static class StampRunner
{
    private const int HeartbeatSeconds = 15 * 60;

    /// <summary>Where the public keys lie that this stamp trusts activation keys of.</summary>
    public static string ActivationKeysPath(DataFolder folder, string stamp) => Path.Combine(folder.Stamp(stamp), "activation-keys.json");

    /// <summary>Starts it.</summary>
    /// <param name="context">The verb's context.</param>
    /// <param name="ground">What the roles of the process share.</param>
    /// <param name="options">Name and facts of the stamp, and the port of its privileged endpoint; the rest comes from the settings.</param>
    /// <param name="settings">The stamp's settings.</param>
    /// <param name="adminPort">The port of its admin ARM; 0 for any free one.</param>
    /// <param name="cancellationToken">Gives the start up.</param>
    public static async Task<RunningStamp> StartAsync(
        CliContext context, RoleGround ground, StampFacts options, StampSettings settings, int adminPort, CancellationToken cancellationToken)
    {
        var held = context.Data.AcquireLock("stamp-" + options.Name);
        try
        {
            using var protector = SecretProtector.Open(context.Data);
            var host = ground.Host("stamp-" + options.Name, adminPort);
            var application = StampRole.Build(ToOptions(context, options, settings, protector), host);
            try
            {
                await application.StartAsync(cancellationToken);
                var listeners = application.Services.GetRequiredService<RoleListeners>();
                var privilegedEndpoint = new Uri(listeners.Url(StampRole.PrivilegedEndpointListener), "wsman");
                if (host.PublicUrl is { } publicUrl)
                {
                    privilegedEndpoint = new UriBuilder(privilegedEndpoint) { Host = publicUrl.Host }.Uri;
                }

                return new RunningStamp(
                    options.Name, privilegedEndpoint, new RunningRole("stamp " + options.Name, host.PublicUrl ?? listeners.Url(), application, held));
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

    private static StampOptions ToOptions(CliContext context, StampFacts facts, StampSettings settings, SecretProtector protector)
    {
        var options = new StampOptions
        {
            Name = facts.Name,
            StampVersion = facts.Version,
            Region = facts.Region,
            NumberOfNodes = facts.Nodes,
            PrivilegedEndpointPort = facts.PrivilegedEndpointPort,
            HeartbeatInterval = TimeSpan.FromSeconds(context.Settings.GetNumber("heartbeat", null, HeartbeatSeconds, 1, 24 * 60 * 60)),
            ClientCertificates = facts.ClientCertificates,
            OffersSampleWorkloads = facts.OffersSampleWorkloads,
            CloudAdministratorPassword = settings.RevealCloudAdministrator(protector, facts.Name),
            AdministratorPassword = settings.RevealAdministrator(protector, facts.Name),
            TrustedActivationKeysFile = ActivationKeysPath(context.Data, facts.Name),
            Marketplace = MarketplaceOf(context.Settings),
        };
        if (facts.HeartbeatInterval is { } interval)
        {
            options = options with { HeartbeatInterval = interval };
        }

        return settings.Azure is not { } azure ? options : options with
        {
            AzureEnvironments = [new BridgeEnvironment(azure, [.. settings.AzureAuthorities.Select(pem => X509Certificate2.CreateFromPem(pem))])],
            DefaultAzureEnvironment = azure.Name,
        };
    }

    private static MarketplaceOptions MarketplaceOf(Settings settings)
    {
        var standard = new MarketplaceOptions();
        var kibibytes = settings.GetNumber("marketplace-bandwidth", null, 0, 0, int.MaxValue);
        return standard with
        {
            ItemsAtOnce = settings.GetNumber("marketplace-items", null, standard.ItemsAtOnce, 1, 64),
            RangesAtOnce = settings.GetNumber("marketplace-ranges", null, standard.RangesAtOnce, 1, 64),
            BytesPerSecond = kibibytes == 0 ? null : kibibytes * 1024L,
            Patience = TimeSpan.FromSeconds(settings.GetNumber("marketplace-patience", null, (int)standard.Patience.TotalSeconds, 1, 24 * 60 * 60)),
        };
    }
}
