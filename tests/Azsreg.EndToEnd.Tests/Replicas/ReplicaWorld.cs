using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Azsreg.Hosting;
using Azsreg.Tests.Shared;

namespace Azsreg.EndToEnd.Tests.Replicas;

/// <summary>Two replicas of an Azure side on one PostgreSQL behind a balancer, a stamp, and an operator; everybody on a data folder of their own.</summary>
internal sealed class ReplicaWorld : IAsyncDisposable
{
    public const string Administrator = "admin@contoso.example";
    public const string Stamp = "AzS-ERCS01";
    public const string Password = "correct horse battery staple 7";

    private readonly string _root = Directory.CreateTempSubdirectory("azsreg-replicas-").FullName;
    private readonly List<ServedRole> _replicas = [];
    private ServedRole? _stamp;
    private string _connectionString = "";

    public PostgreSqlServer Server { get; private set; } = null!;

    public TcpBalancer Balancer { get; } = new();

    public OperatorMachine Operator { get; private set; } = null!;

    public IReadOnlyList<ServedRole> Replicas => _replicas;

    public X509Certificate2 Authority { get; private set; } = null!;

    public string TenantId { get; private set; } = "";

    /// <summary>Where each replica listens itself.</summary>
    public int[] Ports { get; } = FreePorts.Take(4);

    public Uri UrlOf(int replica) => new UriBuilder(Uri.UriSchemeHttps, "localhost", Ports[replica]).Uri;

    private string PasswordFile => Path.Combine(_root, "password.txt");

    private string AuthorityFile => Path.Combine(_root, "ca.pem");

    private string KeyFile => Path.Combine(_root, "secret.key");

    private IReadOnlyDictionary<string, string> Database => new Dictionary<string, string> { ["AZSREG_DATABASE"] = _connectionString };

    public static async Task<ReplicaWorld> StartAsync()
    {
        var world = new ReplicaWorld { Server = await PostgreSqlServer.RequireAsync() };
        try
        {
            world._connectionString = await world.Server.NewDatabaseAsync();
            await world.PrepareAsync();
            await world.StartRolesAsync();
            return world;
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }
    }

    /// <summary>Signs the operator in to both sides and tells it of the stamp.</summary>
    public async Task SignInAsync()
    {
        string[][] steps =
        [
            ["environment", "add", "Local", "--resource-manager", Balancer.Url.GetLeftPart(UriPartial.Authority), "--ca-file", AuthorityFile],
            ["environment", "use", "Local"],
            ["login", "--username", Administrator, "--tenant", "contoso.example", "--password-file", PasswordFile],
            [
                "stamp", "add", Stamp, "--privileged-endpoint", $"https://localhost:{Ports[3]}/wsman", "--admin-endpoint", $"https://localhost:{Ports[2]}",
                "--cloud-admin", @"AZURESTACK\CloudAdmin", "--ca-file", AuthorityFile,
            ],
            ["login", "--stamp", Stamp, "--username", "admin@azurestack.local", "--password-file", PasswordFile],
        ];
        foreach (var step in steps)
            (await Operator.RunAsync(step)).ShouldExitWith(0);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in _replicas)
            await replica.DisposeAsync();
        if (_stamp is not null)
            await _stamp.DisposeAsync();
        await Balancer.DisposeAsync();
        Authority?.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    private async Task PrepareAsync()
    {
        await File.WriteAllTextAsync(PasswordFile, Password + "\n");
        await File.WriteAllBytesAsync(KeyFile, RandomNumberGenerator.GetBytes(32));
        Directory.CreateDirectory(Path.Combine(_root, "blobs"));
        using var authority = LocalCertificateAuthority.LoadOrCreate(DataFolder.Open(Path.Combine(_root, "authority")), TimeProvider.System);
        await File.WriteAllTextAsync(AuthorityFile, authority.ExportRootPem());
        Authority = X509CertificateLoader.LoadCertificate(authority.Root.RawData);
        using var certificate = authority.IssueServerCertificate();
        await File.WriteAllTextAsync(Path.Combine(_root, "server.pem"), certificate.ExportCertificatePem());
        using var key = (AsymmetricAlgorithm?)certificate.GetECDsaPrivateKey() ?? certificate.GetRSAPrivateKey()!;
        await File.WriteAllTextAsync(Path.Combine(_root, "server.key"), key.ExportPkcs8PrivateKeyPem());
        Operator = new OperatorMachine(Path.Combine(_root, "operator"), PasswordFile);

        var made = await AzsregProgram.RunAsync(
            ["cloud", "bootstrap", Administrator, "--tenant-name", "Contoso", "--password-file", PasswordFile, "--data", Path.Combine(_root, "owner"), .. Shared(), "--output", "json"],
            environment: Database);
        TenantId = made.ShouldExitWith(0).Json.GetProperty("tenantId").GetString()!;
    }

    private string[] Shared() => ["--secret-key-file", KeyFile, "--blobs", Path.Combine(_root, "blobs")];

    private string[] Tls() => ["--certificate", Path.Combine(_root, "server.pem"), "--key", Path.Combine(_root, "server.key"), "--trust", AuthorityFile];

    private async Task StartRolesAsync()
    {
        var publicUrl = Balancer.Url.GetLeftPart(UriPartial.Authority);
        for (var number = 0; number < 2; number++)
        {
            var replica = new ServedRole(
                ["cloud", "serve", "--data", Path.Combine(_root, $"replica-{number}"), "--port", $"{Ports[number]}", "--public-url", publicUrl, .. Shared(), .. Tls()],
                Database);
            _replicas.Add(replica);
            Balancer.Add(Ports[number]);
        }

        // At once: both find the tables as the owner's verb has left them.
        await Task.WhenAll(_replicas.Select(replica => replica.StartAsync()));
        _stamp = new ServedRole(
            ["stamp", "serve", Stamp, "--data", Path.Combine(_root, "stamp"), "--port", $"{Ports[2]}", "--pep-port", $"{Ports[3]}", .. Tls()]);
        await _stamp.StartAsync("--azure", publicUrl, "--azure-name", "Local", "--password-file", PasswordFile);
    }
}
