using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Azsreg.Cli.Tests.Usage;

/// <summary>
/// The data folder of an Azure side, a stamp registered there and an operator signed in at both. Keys and certificates take most of the time of a test that
/// makes them; so they are made once, and each test starts on a copy.
/// </summary>
public sealed class PreparedWorld : IAsyncLifetime
{
    private const string Administrator = "admin@contoso.example";
    private const string Stamp = "AzS-ERCS01";

    // Keys are made in it, on machines that have much else to do.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly TemporaryFolder _folder = new();

    // The activation key and the operator's settings name them, so every start has the same.
    private readonly int[] _ports = FreePorts();

    private string PasswordFile => Path.Combine(_folder.Path, "password.txt");

    /// <summary>Registers the stamp and stops everything.</summary>
    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(PasswordFile, "correct horse battery staple 7\n");
        var bootstrap = await DoneAsync("cloud", "bootstrap", Administrator, "--tenant-name", "Contoso", "--password-file", PasswordFile);
        var azureUrl = $"https://localhost:{_ports[0]}";
        var (azure, stamp) = await StartAsync(_folder.Path, TimeProvider.System, TimeProvider.System, "--azure", azureUrl, "--azure-name", "Local", "--password-file", PasswordFile);
        await using (azure)
        await using (stamp)
        {
            var authority = Path.Combine(_folder.Path, "ca", "root.pem");
            string[][] steps =
            [
                ["environment", "add", "Local", "--resource-manager", azureUrl, "--ca-file", authority],
                ["environment", "use", "Local"],
                ["login", "--username", Administrator, "--tenant", "contoso.example", "--password-file", PasswordFile],
                ["account", "set", "--subscription", bootstrap.GetProperty("subscriptionId").GetString()!],
                [
                    "stamp", "add", Stamp, "--privileged-endpoint", $"https://localhost:{_ports[2]}/wsman", "--admin-endpoint", $"https://localhost:{_ports[1]}",
                    "--cloud-admin", @"AZURESTACK\CloudAdmin", "--ca-file", authority,
                ],
                ["login", "--stamp", Stamp, "--username", "admin@azurestack.local", "--password-file", PasswordFile],
                ["registration", "set", "--stamp", Stamp, "--billing-model", "PayAsYouUse", "--cloud-admin-password-file", PasswordFile, "--yes"],
            ];
            foreach (var step in steps)
                await DoneAsync(step);
        }
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Copies the folder with the rights of each file.</summary>
    internal void CopyTo(string path)
    {
        foreach (var folder in Directory.EnumerateDirectories(_folder.Path, "*", SearchOption.AllDirectories))
        {
            var copy = Directory.CreateDirectory(Path.Combine(path, Path.GetRelativePath(_folder.Path, folder)));
            if (!OperatingSystem.IsWindows())
                copy.UnixFileMode = new DirectoryInfo(folder).UnixFileMode;
        }

        foreach (var file in Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories))
            File.Copy(file, Path.Combine(path, Path.GetRelativePath(_folder.Path, file)));
    }

    /// <summary>Starts both sides on a folder.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="azureClock">The clock of the Azure side.</param>
    /// <param name="stampClock">The stamp's.</param>
    /// <param name="firstTime">What the stamp is told at its first start only.</param>
    internal async Task<(RunningCli Azure, RunningCli Stamp)> StartAsync(string folder, TimeProvider azureClock, TimeProvider stampClock, params string[] firstTime)
    {
        var azure = RunningCli.Start(azureClock, "cloud", "serve", "--port", $"{_ports[0]}", "--data", folder, "--output", "json");
        RunningCli? stamp = null;
        try
        {
            await azure.LineAsync(Patience);
            stamp = RunningCli.Start(
                stampClock, ["stamp", "serve", Stamp, "--port", $"{_ports[1]}", "--pep-port", $"{_ports[2]}", .. firstTime, "--data", folder, "--output", "json"]);
            await stamp.LineAsync(Patience);
            return (azure, stamp);
        }
        catch
        {
            if (stamp is not null)
                await stamp.DisposeAsync();
            await azure.DisposeAsync();
            throw;
        }
    }

    private async Task<JsonElement> DoneAsync(params string[] verb)
    {
        var run = await CliRun.RunAsync([.. verb, "--data", _folder.Path, "--output", "json"]);
        run.ExitCode.ShouldBe(0, string.Join(' ', verb) + "\n" + run.Error + run.Out);
        return run.LastLine.StartsWith('{') ? JsonElement.Parse(run.LastLine) : default;
    }

    // Below those the system gives to outgoing connections, one of which could take the port while nobody listens.
    private static int[] FreePorts()
    {
        var free = new HashSet<int>();
        while (free.Count < 3)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            var port = Random.Shared.Next(12_000, 20_000);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                free.Add(port);
            }
            catch (SocketException)
            {
                // Somebody has it.
            }
        }

        return [.. free];
    }
}
