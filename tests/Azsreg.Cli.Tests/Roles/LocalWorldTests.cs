using System.Text.Json;
using Azsreg.Cli.Roles;
using Azsreg.Cli.Shell;
using Azsreg.Hosting;

namespace Azsreg.Cli.Tests.Roles;

/// <summary><c>up</c> and <c>quickstart</c> as a person runs them, on free ports.</summary>
public sealed class LocalWorldTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Quickstart_Twice_ProvesTheRegistrationAndThenFindsAllInPlace()
    {
        string[] quickstart = ["quickstart", "--data", _folder.Path, "--port-base", "0", "--output", "json"];

        var first = await CliRun.RunAsync(quickstart);
        var second = await CliRun.RunAsync(quickstart);

        first.ExitCode.ShouldBe(0, first.Error + first.Out);
        var told = JsonDocument.Parse(first.LastLine).RootElement;
        var cloudId = told.GetProperty("stampCloudId").GetString();
        told.GetProperty("registrationName").GetString().ShouldBe($"AzureStack-{cloudId}");
        told.GetProperty("registrationId").GetString().ShouldBe(
            $"/subscriptions/8f2a0000-0000-4000-8000-000000000a90/resourceGroups/azurestack/providers/Microsoft.AzureStack/registrations/AzureStack-{cloudId}");
        told.GetProperty("billingModel").GetString().ShouldBe("PayAsYouUse");
        told.GetProperty("activationState").GetString().ShouldBe("Active");
        told.GetProperty("activationRequiredAlert").GetString().ShouldBe("Closed");
        told.GetProperty("marketplaceItems").GetInt32().ShouldBeGreaterThanOrEqualTo(40);
        told.GetProperty("portalUrl").GetString()!.ShouldStartWith("https://localhost:");
        told.GetProperty("elapsedMilliseconds").GetProperty("total").GetInt64().ShouldBeGreaterThan(0);
        told.GetProperty("changed").GetBoolean().ShouldBeTrue();

        second.ExitCode.ShouldBe(0, second.Error + second.Out);
        var again = JsonDocument.Parse(second.LastLine).RootElement;
        again.GetProperty("changed").GetBoolean().ShouldBeFalse();
        again.GetProperty("registrationId").GetString().ShouldBe(told.GetProperty("registrationId").GetString());
    }

    [Fact]
    public async Task Up_TwoStamps_AnswersOnAllPortsAndEndsWithoutTrace()
    {
        await using var up = RunningCli.Start("up", "--stamps", "2", "--port-base", "0", "--data", _folder.Path, "--output", "json");
        var told = JsonDocument.Parse(await up.LineAsync(Patience)).RootElement;
        using var client = new HttpClient(TrustedHttp.CreateHandler(CertificateFiles.LoadAuthorities(Path.Combine(_folder.Path, "ca", "root.pem"))));

        (await client.GetStringAsync(new Uri(told.GetProperty("azureUrl").GetString() + "healthz"))).ShouldBe("""{"status":"ok"}""");
        told.GetProperty("stamps").EnumerateArray().Select(stamp => stamp.GetProperty("name").GetString()).ShouldBe(["AzS-ERCS01", "AzS-ERCS02"]);
        foreach (var stamp in told.GetProperty("stamps").EnumerateArray())
        {
            (await client.GetStringAsync(new Uri(stamp.GetProperty("adminUrl").GetString() + "healthz"))).ShouldBe("""{"status":"ok"}""");
        }

        var stamps = await CliRun.RunAsync("stamp", "list", "--data", _folder.Path);
        stamps.Out.ShouldContain("AzS-ERCS02");
        (await CliRun.RunAsync("environment", "show", "--data", _folder.Path)).Out.ShouldContain("Local");

        var run = await up.InterruptAsync(Patience);
        run.ExitCode.ShouldBe(0, run.Error);
        Directory.GetFiles(_folder.Path, "*.holder", SearchOption.AllDirectories).ShouldBeEmpty();
        Directory.GetFiles(_folder.Path, "*-wal", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task Up_FolderInUse_SaysByWhom()
    {
        using var held = DataFolder.Open(_folder.Path).AcquireLock("cloud");

        var run = await CliRun.RunAsync("up", "--data", _folder.Path, "--port-base", "0");

        run.ExitCode.ShouldBe(5);
        run.Error.ShouldContain("AZR1003");
        run.Error.ShouldContain($"process {Environment.ProcessId}");
    }

    [Fact]
    public async Task Up_PortTaken_SaysWhichOneAndTheWayOut()
    {
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;

        var run = await CliRun.RunAsync("up", "--data", _folder.Path, "--port-base", Math.Min(port, 65000).ToString(System.Globalization.CultureInfo.InvariantCulture));

        run.ExitCode.ShouldBe(5);
        run.Error.ShouldContain($"Port {port} on 127.0.0.1");
        run.Error.ShouldContain($"azsreg up --port-base 0 --data {_folder.Path}");
    }

    [Fact]
    public async Task Up_PortBaseOutOfRange_IsAUsageError()
    {
        var run = await CliRun.RunAsync("up", "--data", _folder.Path, "--port-base", "70000");

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("'port-base' must be a whole number from 0 to");
    }

    [Fact]
    public async Task Reset_AccountOfAnotherAzure_RemovesNothing()
    {
        var accounts = Path.Combine(DataFolder.Open(_folder.Path).Operator, "accounts.json");
        await File.WriteAllTextAsync(
            accounts,
            """
            {"accounts":[{"realm":"AzureCloud","name":"me@corp.example","kind":"User","clientId":"1950a258-227b-4e31-a9cf-717495945fc2",
              "tenantId":"corp","objectId":null,"signedInOn":"2026-11-22T00:00:00+00:00","subscriptions":[]}],"choices":[]}
            """);

        var run = await CliRun.RunAsync("up", "--reset", "--data", _folder.Path, "--port-base", "0");

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("me@corp.example");
        File.Exists(accounts).ShouldBeTrue();
    }

    [Fact]
    public void Reset_FolderThatUpMade_LeavesNothingButTheLocks()
    {
        var data = DataFolder.Open(_folder.Path);
        foreach (var path in (string[])[data.Cloud, data.Operator, data.Stamp("AzS-ERCS01"), data.CertificateAuthority, data.Logs])
        {
            File.WriteAllText(Path.Combine(path, "something"), "");
        }

        SecretProtector.Open(data).Dispose();

        using var context = new CliContext(CliSetting.NoIo, _ => null, TimeProvider.System, _folder.Path, OutputFormat.Table, verbose: false);
        LocalFolder.Reset(context);

        Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName).ShouldBe(["locks"]);
    }

    [Fact]
    public void Reset_StampRunning_RemovesNothing()
    {
        var data = DataFolder.Open(_folder.Path);
        data.Stamp("AzS-ERCS01").ShouldNotBeNull();
        using var running = data.AcquireLock("stamp-AzS-ERCS01");
        using var context = new CliContext(CliSetting.NoIo, _ => null, TimeProvider.System, _folder.Path, OutputFormat.Table, verbose: false);

        Should.Throw<Protocol.CataloguedException>(() => LocalFolder.Reset(context)).Entry.Code.ShouldBe("AZR1003");

        Directory.Exists(Path.Combine(_folder.Path, "stamps", "AzS-ERCS01")).ShouldBeTrue();
    }

    [Fact]
    public async Task CloudServeAndStampServe_InAFolderThatUpMade_RunApart()
    {
        var first = RunningCli.Start("up", "--port-base", "0", "--data", _folder.Path, "--output", "json");
        var told = JsonDocument.Parse(await first.LineAsync(Patience)).RootElement;
        var azurePort = new Uri(told.GetProperty("azureUrl").GetString()!).Port;
        (await first.InterruptAsync(Patience)).ExitCode.ShouldBe(0);

        await using var cloud = RunningCli.Start("cloud", "serve", "--port", $"{azurePort}", "--data", _folder.Path, "--output", "json");
        await using var stamp = RunningCli.Start(
            "stamp", "serve", "AzS-ERCS01", "--port", "0", "--pep-port", "0", "--data", _folder.Path, "--output", "json");

        JsonDocument.Parse(await cloud.LineAsync(Patience)).RootElement.GetProperty("azureUrl").GetString().ShouldBe($"https://localhost:{azurePort}/");
        var served = JsonDocument.Parse(await stamp.LineAsync(Patience)).RootElement;
        served.GetProperty("privilegedEndpointUrl").GetString().ShouldEndWith("/wsman");
        (await stamp.InterruptAsync(Patience)).ExitCode.ShouldBe(0);
        (await cloud.InterruptAsync(Patience)).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task StampServe_FirstStartWithoutPassword_AsksForOne()
    {
        var run = await CliRun.RunAsync("stamp", "serve", "Lab", "--port", "0", "--pep-port", "0", "--data", _folder.Path);

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("Password of Lab's administrators");
    }
}
