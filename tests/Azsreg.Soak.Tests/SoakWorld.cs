using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Azsreg.EndToEnd.Tests;
using Azsreg.Hosting;
using Azsreg.Tests.Shared;

namespace Azsreg.Soak.Tests;

/// <summary>
/// Three replicas of an Azure side on a PostgreSQL of their own behind a faulty line, a stamp, and an operator; each a process with a data folder and a time
/// zone of its own.
/// </summary>
internal sealed class SoakWorld : IAsyncDisposable
{
    public const string Stamp = "AzS-ERCS01";

    private const string Administrator = "admin@contoso.example";
    private const string Password = "correct horse battery staple 7";
    private const int ReplicaCount = 3;

    // Hundreds of starts, beside whatever else the machine does: one that takes long is no failure.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    // Every one has another clock change, and one is no whole hour off.
    private static readonly string[] Zones = ["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"];

    private readonly string _root = Directory.CreateTempSubdirectory("azsreg-soak-").FullName;
    private readonly List<ServedRole> _replicas = [];
    private readonly int[] _ports = FreePorts.Take(ReplicaCount + 2);
    private string _connectionString = "";

    public PostgreSqlServer Server { get; } = new();

    public FaultyLine Line { get; private set; } = null!;

    public IReadOnlyList<ServedRole> Replicas => _replicas;

    public ServedRole StampRole { get; private set; } = null!;

    public StampDoor Door { get; private set; } = null!;

    /// <summary>What commerce keeps, as Npgsql finds it.</summary>
    public string CommerceDatabase => _connectionString;

    /// <summary>The stamp's file.</summary>
    public string StampDatabase => Path.Combine(_root, "stamp", "stamps", Stamp, "stamp.db");

    /// <summary>The subscription of the bootstrap, and a second one of the same owner.</summary>
    public string FirstSubscription { get; private set; } = "";

    public string SecondSubscription { get; private set; } = "";

    private string PasswordFile => Path.Combine(_root, "password.txt");

    private string AuthorityFile => Path.Combine(_root, "ca.pem");

    public static async Task<SoakWorld> StartAsync(int seed)
    {
        var world = new SoakWorld();
        try
        {
            await world.PrepareAsync(seed);
            await world.StartRolesAsync();
            await world.SignInAsync();
            return world;
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a verb of the operator once.</summary>
    public Task<ProgramResult> RunAsync(params string[] verb) =>
        AzsregProgram.RunAsync([.. verb, "--data", Path.Combine(_root, "operator"), "--output", "json"], limit: TimeSpan.FromMinutes(10));

    /// <summary>Runs a verb again and again, as an operator would whose systems die under it, until it has done its work.</summary>
    public async Task<ProgramResult> DoneAsync(params string[] verb)
    {
        for (var tries = 1; ; tries++)
        {
            var result = await RunAsync(verb);
            if (result.ExitCode == 0 || tries == 25)
                return result.ShouldExitWith(0);
        }
    }

    /// <summary>A verb of <c>registration</c> until it has done its work.</summary>
    public Task<ProgramResult> RegistrationAsync(string verb, params string[] options) => DoneAsync(Registration(verb, options));

    /// <summary>A verb of <c>registration</c> once, whatever becomes of it.</summary>
    public Task<ProgramResult> TryRegistrationAsync(string verb, params string[] options) => RunAsync(Registration(verb, options));

    /// <summary>Enters usage as a file of the published usage summary.</summary>
    public async Task ImportAsync(IReadOnlyCollection<UsageEntry> entries)
    {
        var file = Path.Combine(_root, "UsageSummary.csv");
        await using (var writer = new StreamWriter(file))
        {
            await writer.WriteLineAsync("UsageStartTime,UsageEndTime,Quantity,location,MeterId,subscription,resourceUri");
            foreach (var entry in entries)
            {
                await writer.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{entry.Start:yyyy-MM-ddTHH:mm:ssZ},{entry.Start.AddHours(1):yyyy-MM-ddTHH:mm:ssZ},{entry.Quantity},local,{entry.Meter},{entry.Subscription},{entry.Resource}"));
            }
        }

        var report = (await DoneAsync("usage", "import", file)).Json;
        report.GetProperty("refused").GetArrayLength().ShouldBe(0);
        (report.GetProperty("accepted").GetInt64() + report.GetProperty("repeated").GetInt64()).ShouldBe(entries.Count);
    }

    public async ValueTask DisposeAsync()
    {
        Door?.Dispose();
        if (StampRole is not null)
            await StampRole.DisposeAsync();
        foreach (var replica in _replicas)
            await replica.DisposeAsync();
        if (Line is not null)
            await Line.DisposeAsync();
        await Server.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }

    private static Dictionary<string, string> In(string zone, params (string Name, string Value)[] more) => new(more.Select(one => KeyValuePair.Create(one.Name, one.Value))) { ["TZ"] = zone };

    private async Task PrepareAsync(int seed)
    {
        _connectionString = await Server.NewDatabaseAsync();
        await File.WriteAllTextAsync(PasswordFile, Password + "\n");
        await File.WriteAllBytesAsync(Path.Combine(_root, "secret.key"), RandomNumberGenerator.GetBytes(32));
        Directory.CreateDirectory(Path.Combine(_root, "blobs"));
        using var authority = LocalCertificateAuthority.LoadOrCreate(DataFolder.Open(Path.Combine(_root, "authority")), TimeProvider.System);
        await File.WriteAllTextAsync(AuthorityFile, authority.ExportRootPem());
        using var certificate = authority.IssueServerCertificate();
        await File.WriteAllTextAsync(Path.Combine(_root, "server.pem"), certificate.ExportCertificatePem());
        using var key = (AsymmetricAlgorithm?)certificate.GetECDsaPrivateKey() ?? certificate.GetRSAPrivateKey()!;
        await File.WriteAllTextAsync(Path.Combine(_root, "server.key"), key.ExportPkcs8PrivateKeyPem());
        var root = X509CertificateLoader.LoadCertificate(authority.Root.RawData);
        Line = await FaultyLine.StartAsync(
            _ports[..ReplicaCount].Select(port => new Uri($"https://localhost:{port}")), X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null), root, seed);
        Door = new StampDoor(new Uri($"https://localhost:{_ports[^2]}"), root, "admin@azurestack.local", Password);

        FirstSubscription = (await OwnerAsync("bootstrap", Administrator, "--tenant-name", "Contoso", "--password-file", PasswordFile)).Json.GetProperty("subscriptionId").GetString()!;
        SecondSubscription = (await OwnerAsync("subscription", "add", "Second", "--owner", Administrator)).Json.GetProperty("subscriptionId").GetString()!;
    }

    private async Task<ProgramResult> OwnerAsync(params string[] verb) => (await AzsregProgram.RunAsync(
        ["cloud", .. verb, "--data", Path.Combine(_root, "owner"), .. Shared(), "--output", "json"], environment: In("Etc/UTC", ("AZSREG_DATABASE", _connectionString)))).ShouldExitWith(0);

    private string[] Registration(string verb, string[] options) => ["registration", verb, "--stamp", Stamp, "--cloud-admin-password-file", PasswordFile, "--yes", .. options];

    private string[] Shared() => ["--secret-key-file", Path.Combine(_root, "secret.key"), "--blobs", Path.Combine(_root, "blobs")];

    private string[] Tls() => ["--certificate", Path.Combine(_root, "server.pem"), "--key", Path.Combine(_root, "server.key"), "--trust", AuthorityFile];

    private async Task StartRolesAsync()
    {
        var publicUrl = Line.Url.GetLeftPart(UriPartial.Authority);
        for (var number = 0; number < ReplicaCount; number++)
        {
            _replicas.Add(new ServedRole(
                ["cloud", "serve", "--data", Path.Combine(_root, $"replica-{number}"), "--port", $"{_ports[number]}", "--public-url", publicUrl, .. Shared(), .. Tls()],
                In(Zones[number], ("AZSREG_DATABASE", _connectionString))) { Patience = Patience });
        }

        StampRole = new ServedRole(
            ["stamp", "serve", Stamp, "--data", Path.Combine(_root, "stamp"), "--port", $"{_ports[^2]}", "--pep-port", $"{_ports[^1]}", "--sample-workloads", .. Tls()], In(Zones[^1])) { Patience = Patience };
        await Task.WhenAll([
            .. _replicas.Select(replica => replica.StartAsync()),
            StampRole.StartAsync("--azure", publicUrl, "--azure-name", "Local", "--password-file", PasswordFile)]);
    }

    private async Task SignInAsync()
    {
        string[][] steps =
        [
            ["environment", "add", "Local", "--resource-manager", Line.Url.GetLeftPart(UriPartial.Authority), "--ca-file", AuthorityFile],
            ["environment", "use", "Local"],
            ["login", "--username", Administrator, "--tenant", "contoso.example", "--password-file", PasswordFile],
            ["account", "set", "--subscription", FirstSubscription],
            [
                "stamp", "add", Stamp, "--privileged-endpoint", $"https://localhost:{_ports[^1]}/wsman", "--admin-endpoint", $"https://localhost:{_ports[^2]}",
                "--cloud-admin", @"AZURESTACK\CloudAdmin", "--ca-file", AuthorityFile,
            ],
            ["login", "--stamp", Stamp, "--username", "admin@azurestack.local", "--password-file", PasswordFile],
        ];
        foreach (var step in steps)
            (await RunAsync(step)).ShouldExitWith(0);
    }
}
