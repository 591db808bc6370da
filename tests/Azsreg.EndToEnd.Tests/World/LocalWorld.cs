using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace Azsreg.EndToEnd.Tests;

/// <summary><c>azsreg up</c> in a folder of its own on free ports, as a process; torn down with its folder.</summary>
public sealed class LocalWorld : IAsyncLifetime
{
    internal const string Password = "Sample-Passw0rd-for-tests";
    internal const string Owner = "owner@contoso.onmicrosoft.com";
    internal const string Stamp = "AzS-ERCS01";

    private AzsregProgram? _up;

    /// <summary>The data folder.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("azsreg-e2e-").FullName;

    /// <summary>How many stamps <c>up</c> starts.</summary>
    internal int Stamps { get; init; } = 1;

    /// <summary>Settings of <c>up</c> beside the sample password, as <c>AZSREG_*</c>.</summary>
    internal IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>What <c>up</c> is told beside.</summary>
    internal IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>What <c>up</c> said when it was ready.</summary>
    internal JsonElement Ready { get; private set; }

    /// <summary>Everything <c>up</c> has printed since it was started.</summary>
    internal string Printed => _up!.Output + _up.Error;

    internal Uri AzureUrl => new(Ready.GetProperty("azureUrl").GetString()!);

    /// <summary>The file every password is read from.</summary>
    internal string PasswordFile => Path.Combine(Folder, "password.txt");

    /// <summary>Whom every role's certificate comes from.</summary>
    internal string AuthorityFile => Path.Combine(Folder, "ca", "root.pem");

    internal static IReadOnlyDictionary<string, string> Environment { get; } =
        new Dictionary<string, string> { ["AZSREG_SAMPLE_PASSWORD"] = Password };

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(PasswordFile, Password + "\n");
        await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(Folder, recursive: true);
    }

    internal async Task StartAsync()
    {
        _up = AzsregProgram.Start(
            ["up", "--data", Folder, "--port-base", "0", "--stamps", $"{Stamps}", "--output", "json", .. Options], new Dictionary<string, string>([.. Environment, .. Settings]));
        var line = await _up.LineAsync(text => text.StartsWith('{'), TimeSpan.FromMinutes(5));
        Ready = JsonDocument.Parse(line).RootElement;
    }

    internal async Task StopAsync()
    {
        if (_up is not null)
            await _up.DisposeAsync();
        _up = null;
    }

    /// <summary>SIGKILL to <c>up</c> alone: what it has started is left to itself.</summary>
    internal async Task KillAsync()
    {
        _up!.Kill();
        await _up.WaitForExitAsync(TimeSpan.FromMinutes(2));
        _up = null;
    }

    /// <summary>Ends <c>up</c> as Ctrl-C does.</summary>
    internal Task<ProgramResult> InterruptAsync() => _up!.InterruptAsync(TimeSpan.FromMinutes(2));

    internal X509Certificate2 LoadAuthority() => X509CertificateLoader.LoadCertificateFromFile(AuthorityFile);

    /// <summary>Runs a verb in this folder.</summary>
    internal Task<ProgramResult> RunAsync(params string[] arguments) =>
        AzsregProgram.RunAsync([.. arguments, "--data", Folder], environment: Environment);

    /// <summary>Runs a verb with <c>--output json</c>.</summary>
    internal Task<ProgramResult> JsonAsync(params string[] arguments) => RunAsync([.. arguments, "--output", "json"]);

    internal async Task LoginAsync(string user = Owner) =>
        (await RunAsync("login", "--username", user, "--password-file", PasswordFile)).ShouldExitWith(0);

    internal async Task LoginStampAsync(string stamp = Stamp) =>
        (await RunAsync("login", "--stamp", stamp, "--username", "admin@azurestack.local", "--password-file", PasswordFile)).ShouldExitWith(0);

    /// <summary><c>registration set</c> with the cloud administrator's password.</summary>
    internal Task<ProgramResult> SetAsync(params string[] arguments) => JsonAsync(
        ["registration", "set", "--stamp", Stamp, "--cloud-admin-password-file", PasswordFile, .. arguments]);
}
