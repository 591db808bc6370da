using System.Security.Cryptography.X509Certificates;
using Azsreg.Cli.Shell;
using Azsreg.Hosting;
using Azsreg.Operator.Environments;
using Azsreg.Portal;
using Azsreg.Protocol;
using Azsreg.Stamp;
using Azsreg.Stamp.Bridge;
using Azsreg.Stamp.Facts;
using Azsreg.Stamp.Live;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Cli.Roles;

/// <summary>Starts a stamp from its settings, and its portal beside it.</summary>
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
            var names = await StampHostNames.ReadAsync(context.Data, options.Name, options.Region, cancellationToken);
            var host = ground.Host("stamp-" + options.Name, adminPort, names.All);
            var application = StampRole.Build(ToOptions(context, options, settings, protector), host);
            WebApplication? portal = null;
            try
            {
                var listeners = application.Services.GetRequiredService<RoleListeners>();
                portal = BuildPortal(ground, options, settings, names, host.PublicUrl ?? listeners.Url(), application, out var portalUrl);
                await application.StartAsync(cancellationToken);
                await portal.StartAsync(cancellationToken);
                return new RunningStamp(
                    options.Name, PrivilegedEndpointOf(ground, application), new RunningRole("stamp " + options.Name, host.PublicUrl ?? listeners.Url(), application, held))
                {
                    Portal = new RunningRole($"portal of {options.Name}", portalUrl, portal, held: null),
                };
            }
            catch
            {
                if (portal is not null)
                {
                    await portal.DisposeAsync();
                }

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

    private static Uri PrivilegedEndpointOf(RoleGround ground, WebApplication stamp)
    {
        var url = new Uri(stamp.Services.GetRequiredService<RoleListeners>().Url(StampRole.PrivilegedEndpointListener), "wsman");
        return ground.PublicUrl is { } publicUrl ? new UriBuilder(url) { Host = publicUrl.Host }.Uri : url;
    }

    /// <summary>Its ports are taken before the stamp starts, so that the stamp's sign-in knows where browsers may be sent back to.</summary>
    private static WebApplication BuildPortal(
        RoleGround ground, StampFacts facts, StampSettings settings, StampHostNames names, Uri adminUrl, WebApplication stamp, out Uri url)
    {
        var hostNames = new Dictionary<string, string> { [names.AdminPortal] = names.AdminManagement };
        if (ground.PublicUrl is { } publicUrl)
        {
            hostNames[publicUrl.Host.ToLowerInvariant()] = publicUrl.Host;
        }

        var options = new PortalOptions
        {
            StampName = facts.Name,
            AdminUrl = adminUrl,
            Changes = stamp.Services.GetRequiredService<StampChanges>(),
            HostNames = hostNames,
            PrivilegedEndpoint = PrivilegedEndpointOf(ground, stamp),
            CloudAdministrator = SampleAccounts.CloudAdministrator,
            TrustedAuthorities = ground.TrustPem,
            AzureEnvironments = settings.Azure is { } azure ? [new EnvironmentEntry(azure, settings.AzureAuthorities)] : [],
        };
        var portal = AtPort(facts.PortalPort);
        var port = portal.Services.GetRequiredService<RoleListeners>().Port();
        stamp.Services.GetRequiredService<PortalRegistration>().RedirectUris = [.. options.RedirectUris(port)];
        url = new UriBuilder(Uri.UriSchemeHttps, ground.PublicUrl?.Host ?? "localhost", port).Uri;
        return portal;

        WebApplication AtPort(int port)
        {
            try
            {
                return PortalRole.Build(options, ground.Host("portal-" + facts.Name, port, names.All) with { PublicUrl = null });
            }
            catch (CataloguedException exception) when (port != 0 && facts.PortalMayTakeAnyPort && exception.Entry == ErrorCatalogue.PortInUse)
            {
                return AtPort(0);
            }
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
            Users = facts.Users,
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
