using System.Globalization;
using Azsreg.AzureClient;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Cloud.Registrations;
using Azsreg.Cloud.Sample;
using Azsreg.Hosting;
using Azsreg.Operator;
using Azsreg.Operator.Environments;
using Azsreg.Operator.Stamps;
using Azsreg.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Cli.Roles;

/// <summary>An Azure side with sample data and its stamps, in this process, entered in the data folder's own books.</summary>
internal sealed class LocalWorld : IAsyncDisposable
{
    /// <summary>The name the local Azure side is entered by.</summary>
    public const string EnvironmentName = "Local";

    private readonly List<IAsyncDisposable> _running = [];
    private readonly List<RunningStamp> _stamps = [];
    private readonly CliContext _context;
    private readonly RoleGround _ground;
    private readonly bool _mayTakeAnyPort;
    private readonly Func<StampFacts, StampFacts> _shape;
    private RunningRole? _cloud;
    private RunningRole? _commerce;

    private LocalWorld(CliContext context, RoleGround ground, SampleAccounts accounts, bool mayTakeAnyPort, Func<StampFacts, StampFacts> shape)
    {
        _shape = shape;
        _mayTakeAnyPort = mayTakeAnyPort;
        _context = context;
        _ground = ground;
        Accounts = accounts;
    }

    public Uri AzureUrl => _cloud!.Url;

    public Uri CommerceUrl => _commerce!.Url;

    public IReadOnlyList<RunningStamp> Stamps => _stamps;

    public SampleAccounts Accounts { get; }

    /// <summary>The time each start took, by step.</summary>
    public Dictionary<string, long> ElapsedMilliseconds { get; } = [];

    /// <summary>Starts it.</summary>
    /// <param name="context">The verb's context.</param>
    /// <param name="portBase">The Azure side's port, from which the stamps' follow; 0 for any free ones.</param>
    /// <param name="stamps">How many stamps.</param>
    /// <param name="portalPort">The port of the first stamp's portal, the next ones ten higher; null for two above the stamp's own.</param>
    /// <param name="ssh">True to offer the privileged endpoints over SSH too.</param>
    /// <param name="progress">Told the steps.</param>
    /// <param name="cancellationToken">Gives the start up.</param>
    /// <param name="shape">Says what the stamps are started as, where that is not as usual.</param>
    public static async Task<LocalWorld> StartAsync(
        CliContext context, int portBase, int stamps, int? portalPort, bool ssh, StepProgress progress, CancellationToken cancellationToken,
        Func<StampFacts, StampFacts>? shape = null)
    {
        var programs = ssh ? SshServerPrograms.Find() : null;
        var accounts = SampleAccounts.LoadOrCreate(context.Data, context.Environment);
        var world = new LocalWorld(context, RoleGround.OpenLocal(context), accounts, mayTakeAnyPort: portBase == 0, shape ?? (facts => facts));
        try
        {
            var names = Enumerable.Range(1, stamps).Select(NameOf).ToList();
            var ports = portBase == 0 ? LocalPorts.ReadOrAny(context.Data) : LocalPorts.FromBase(portBase, names);
            ports = portalPort is { } chosen ? ports.WithPortals(chosen, names) : ports;
            var azure = await world.StepAsync(progress, "start-azure", "Azure side", token => world.StartCloudAsync(ports, token), cancellationToken);
            foreach (var name in names)
            {
                await world.StepAsync(progress, "start-stamp", "stamp " + name, token => world.StartStampAsync(name, azure, ports, programs, token), cancellationToken);
            }

            world.Remember();
            return world;
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until somebody interrupts.</summary>
    /// <exception cref="CataloguedException">A role stopped by itself (AZR1000).</exception>
    public Task WaitAsync(CancellationToken cancellationToken) =>
        RoleWait.UntilInterruptedAsync(_context, [_cloud!, .. _stamps.Select(stamp => stamp.Role)], cancellationToken);

    public async ValueTask DisposeAsync()
    {
        // The last one started is the first one stopped: a stamp asks Azure, never the other way round.
        for (var index = _running.Count - 1; index >= 0; index--)
        {
            await _running[index].DisposeAsync();
        }

        _ground.Dispose();
    }

    /// <summary>The first stamp is AzS-ERCS01, as a real stamp's first privileged endpoint is.</summary>
    private static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"AzS-ERCS{number:00}");

    private async Task<(AzureEnvironment Environment, string Detail)> StartCloudAsync(LocalPorts ports, CancellationToken cancellationToken)
    {
        _cloud = await AtPortOrAnyAsync(
            ports.Azure, chosen => CloudRunner.StartAsync(_context, _ground, chosen, null, SeedAsync, cancellationToken));
        _running.Add(_cloud);
        _commerce = await AtPortOrAnyAsync(ports.Commerce, chosen => CommerceRunner.StartAsync(_ground, _cloud, chosen, cancellationToken));
        _running.Add(_commerce);
        using var operation = new OperatorContext(_context.Data, _context.Clock);
        var environment = await AzureEnvironment.DiscoverAsync(
            operation.Connect(_ground.TrustPem), _cloud.Url, EnvironmentName, cancellationToken);
        var books = operation.Environments;
        var use = !books.IsChosen || books.Current.Name == EnvironmentName;
        await books.EnterAsync(new EnvironmentEntry(environment, _ground.TrustPem), use, cancellationToken);
        return (environment, _cloud.Url.ToString());
    }

    private async Task SeedAsync(IServiceProvider services, CancellationToken cancellationToken) =>
        Accounts.Tell(await SampleData.SeedAsync(services, Accounts.Password, cancellationToken));

    private async Task<(RunningStamp Stamp, string Detail)> StartStampAsync(
        string name, (AzureEnvironment Environment, string Detail) azure, LocalPorts ports, SshServerPrograms? programs, CancellationToken cancellationToken)
    {
        using (var protector = SecretProtector.Open(_context.Data))
        {
            var settings = StampSettings.Create(protector, name, Accounts.Password, Accounts.Password) with
            {
                Azure = azure.Environment,
                AzureAuthorities = _ground.TrustPem,
            };
            settings.Write(_context.Data, name);
        }

        await _cloud!.Services.GetRequiredService<ActivationSigningKeys>()
            .ExportAsync(StampRunner.ActivationKeysPath(_context.Data, name), cancellationToken);
        var kept = StampSettings.TryRead(_context.Data, name)!;
        var stamp = await AtPortOrAnyAsync(
            ports.Admin(name),
            chosen => StampRunner.StartAsync(
                _context, _ground, _shape(new StampFacts(name, chosen == 0 ? 0 : ports.PrivilegedEndpoint(name))
                {
                    PortalPort = ports.Portal(name), PortalMayTakeAnyPort = _mayTakeAnyPort, OffersSampleWorkloads = true, Users = Accounts.StampUsers,
                }), kept, chosen, cancellationToken));
        _running.Add(stamp.Role);
        _running.Add(stamp.Portal);
        if (programs is not null)
        {
            var ssh = await AtPortOrAnyAsync(
                ports.SshServer(name), chosen => SshServer.StartAsync(_context, programs, name, chosen, cancellationToken));
            _running.Add(ssh);
            stamp = stamp with { Ssh = ssh };
        }

        _stamps.Add(stamp);
        await EnterAsync(stamp, cancellationToken);
        return (stamp, stamp.Role.Url.ToString());
    }

    private async Task EnterAsync(RunningStamp stamp, CancellationToken cancellationToken)
    {
        using var operation = new OperatorContext(_context.Data, _context.Clock);
        var known = operation.Stamps.TryGet(stamp.Name);
        await operation.Stamps.EnterAsync(
            new StampEntry
            {
                Name = stamp.Name,
                PrivilegedEndpoint = stamp.Ssh?.Url ?? stamp.PrivilegedEndpoint,
                SshKeyFile = stamp.Ssh?.ClientKeyFile,
                SshHostKey = stamp.Ssh?.HostKey,
                AdminEndpoint = stamp.Role.Url,
                CloudAdmin = SampleAccounts.CloudAdministrator,
                TrustedAuthorities = _ground.TrustPem,
                AdminEnvironment = known?.AdminEndpoint == stamp.Role.Url ? known.AdminEnvironment : null,
            },
            cancellationToken);
    }

    private void Remember() => new LocalPorts
    {
        Azure = AzureUrl.Port,
        Commerce = CommerceUrl.Port,
        Stamps = _stamps.ToDictionary(stamp => stamp.Name, IReadOnlyList<int> (stamp) => [stamp.Role.Url.Port, stamp.PrivilegedEndpoint.Port, stamp.Portal.Url.Port]),
        Ssh = _stamps.Where(stamp => stamp.Ssh is not null).ToDictionary(stamp => stamp.Name, stamp => stamp.Ssh!.Url.Port),
    }.Write(_context.Data);

    /// <summary>A port that was taken by chance at an earlier start may be somebody else's by now; one that was asked for is not replaced.</summary>
    private async Task<T> AtPortOrAnyAsync<T>(int port, Func<int, Task<T>> start)
    {
        try
        {
            return await start(port);
        }
        catch (CataloguedException exception) when (_mayTakeAnyPort && port != 0 && exception.Entry == ErrorCatalogue.PortInUse)
        {
            return await start(0);
        }
    }

    private async Task<(T Result, string Detail)> StepAsync<T>(
        StepProgress progress, string key, string title, Func<CancellationToken, Task<(T Result, string Detail)>> work, CancellationToken cancellationToken)
    {
        var began = _context.Clock.GetTimestamp();
        using var step = progress.Begin(title, "starting");
        var result = await work(cancellationToken);
        ElapsedMilliseconds[key] = ElapsedMilliseconds.GetValueOrDefault(key) + (long)_context.Clock.GetElapsedTime(began).TotalMilliseconds;
        step.Succeed(result.Detail);
        return result;
    }
}
