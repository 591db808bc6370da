using System.Security.Cryptography.X509Certificates;
using Azsreg.Hosting;

namespace Azsreg.EndToEnd.Tests;

/// <summary>
/// <c>cloud serve</c> and <c>stamp serve</c> as processes of their own, behind proxies that hold requests, and an operator's data folder that
/// is signed in to both, to be copied for each case.
/// </summary>
internal sealed class KillWorld : IAsyncDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("azsreg-kill-").FullName;
    private readonly List<IAsyncDisposable> _running = [];
    private int _operators;

    private KillWorld()
    {
    }

    public ServedRole Cloud { get; private set; } = null!;

    public ServedRole Stamp { get; private set; } = null!;

    /// <summary>What the Azure side says.</summary>
    public AzureTruth Azure { get; private set; } = null!;

    /// <summary>Before the Azure side; the stamp's requests come through it as the operator's do.</summary>
    public HoldingProxy CloudProxy { get; private set; } = null!;

    /// <summary>Before the stamp's privileged endpoint.</summary>
    public HoldingProxy StampProxy { get; private set; } = null!;

    /// <summary>The data folder of both roles.</summary>
    public string Roles => Path.Combine(_root, "roles");

    private string SignedIn => Path.Combine(_root, "signed-in");

    private string AuthorityFile => Path.Combine(_root, "ca.pem");

    private string PasswordFile => Path.Combine(_root, "password.txt");

    /// <summary>Starts both roles.</summary>
    /// <param name="seed">What they start on.</param>
    /// <param name="prepare">Done to their folder before; null for nothing.</param>
    public static async Task<KillWorld> StartAsync(SeededFolder seed, Func<string, Task>? prepare = null)
    {
        var world = new KillWorld();
        try
        {
            await seed.CopyToAsync(world.Roles);
            if (prepare is not null)
                await prepare(world.Roles);
            await File.WriteAllTextAsync(world.PasswordFile, LocalWorld.Password + "\n");
            await world.StartRolesAsync();
            return world;
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var one in _running.AsEnumerable().Reverse())
            await one.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }

    /// <summary>An operator on another machine: a data folder of its own, signed in to both sides, that has registered nothing yet.</summary>
    public OperatorMachine NewOperator()
    {
        var folder = Path.Combine(_root, $"operator-{++_operators}");
        SeededFolder.Copy(SignedIn, folder);
        return new OperatorMachine(folder, PasswordFile);
    }

    /// <summary>Lets both proxies tell one watch.</summary>
    public void Watch(RequestWatch? watch) => (CloudProxy.Watch, StampProxy.Watch) = (watch, watch);

    /// <summary>Has both proxies wait for this before they hand a request on.</summary>
    public void Gate(Func<Task>? gate) => (CloudProxy.Gate, StampProxy.Gate) = (gate, gate);

    private async Task StartRolesAsync()
    {
        using var authority = LocalCertificateAuthority.LoadOrCreate(DataFolder.Open(Roles), TimeProvider.System);
        await File.WriteAllTextAsync(AuthorityFile, authority.ExportRootPem());
        var certificate = authority.IssueServerCertificate();
        var root = X509CertificateLoader.LoadCertificate(authority.Root.RawData);
        var ports = FreePorts.Take(3);
        CloudProxy = await ProxyAsync(ports[0], certificate, root, RequestNames.OfAzure);
        StampProxy = await ProxyAsync(ports[2], certificate, root, RequestNames.OfPrivilegedEndpoint);
        var azureUrl = CloudProxy.Url.GetLeftPart(UriPartial.Authority);
        Cloud = Keep(new ServedRole(["cloud", "serve", "--data", Roles, "--port", $"{ports[0]}", "--public-url", azureUrl]));
        await Cloud.StartAsync();
        Stamp = Keep(new ServedRole(["stamp", "serve", LocalWorld.Stamp, "--data", Roles, "--port", $"{ports[1]}", "--pep-port", $"{ports[2]}"]));
        await Stamp.StartAsync("--azure", azureUrl, "--azure-name", "Local");
        Azure = Keep(await AzureTruth.SignInAsync(CloudProxy.Url, root));
        await SignInAsync(azureUrl, $"https://localhost:{ports[1]}");
    }

    private async Task<HoldingProxy> ProxyAsync(
        int port, X509Certificate2 certificate, X509Certificate2 root, Func<Microsoft.AspNetCore.Http.HttpRequest, byte[], string?> nameOf) =>
        Keep(await HoldingProxy.StartAsync(new Uri($"https://localhost:{port}"), certificate, root, nameOf));

    private async Task SignInAsync(string azureUrl, string adminUrl)
    {
        var machine = new OperatorMachine(SignedIn, PasswordFile);
        string[][] steps =
        [
            ["environment", "add", "Local", "--resource-manager", azureUrl, "--ca-file", AuthorityFile],
            ["environment", "use", "Local"],
            ["login", "--username", LocalWorld.Owner, "--tenant", "contoso.onmicrosoft.com", "--password-file", PasswordFile],
            ["account", "set", "--subscription", AzureTruth.SubscriptionId],
            [
                "stamp", "add", LocalWorld.Stamp, "--privileged-endpoint", new Uri(StampProxy.Url, "wsman").AbsoluteUri, "--admin-endpoint", adminUrl,
                "--cloud-admin", @"AZURESTACK\CloudAdmin", "--ca-file", AuthorityFile,
            ],
            ["login", "--stamp", LocalWorld.Stamp, "--username", "admin@azurestack.local", "--password-file", PasswordFile],
        ];
        foreach (var step in steps)
            (await machine.RunAsync(step)).ShouldExitWith(0);
    }

    private T Keep<T>(T one)
        where T : IAsyncDisposable
    {
        _running.Add(one);
        return one;
    }
}
