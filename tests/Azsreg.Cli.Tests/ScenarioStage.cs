using System.Text.Json;

namespace Azsreg.Cli.Tests;

/// <summary>A scenario's world that runs in this process, and what is typed beside it.</summary>
internal sealed class ScenarioStage : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder _folder;
    private readonly RunningCli _up;

    private ScenarioStage(TemporaryFolder folder, RunningCli up)
    {
        _folder = folder;
        _up = up;
    }

    /// <summary>The data folder.</summary>
    public string Folder => _folder.Path;

    /// <summary>Holds the password of every sample account.</summary>
    public string PasswordFile => Path.Combine(Folder, "password.txt");

    /// <summary>Where a registration without a line left its files.</summary>
    public string Carried => Path.Combine(Folder, "carried");

    public static async Task<ScenarioStage> StartAsync(string scenario)
    {
        var folder = new TemporaryFolder();
        var stage = new ScenarioStage(folder, RunningCli.Start("up", "--scenario", scenario, "--data", folder.Path, "--port-base", "0", "--output", "json"));
        await stage._up.LineAsync(Patience);
        var accounts = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder.Path, "sample-accounts.json"))).RootElement;
        await File.WriteAllTextAsync(stage.PasswordFile, accounts.GetProperty("password").GetString());
        return stage;
    }

    /// <summary>Runs a verb in this folder, which must end with the exit code, and reads what it told as data.</summary>
    public async Task<JsonElement> JsonAsync(int exitCode, params string[] arguments)
    {
        var run = await CliRun.RunAsync([.. arguments, "--data", Folder, "--output", "json"]);
        run.ExitCode.ShouldBe(exitCode, run.Out + run.Error);
        return JsonDocument.Parse(run.LastLine).RootElement;
    }

    public Task<JsonElement> StatusAsync() => JsonAsync(0, "status");

    public async Task<Dictionary<string, (string State, string Seen, string? Fix)>> CheckAsync() =>
        (await JsonAsync(0, "check", "--cloud-admin-password-file", PasswordFile)).GetProperty("rows").EnumerateArray().ToDictionary(
            row => row.GetProperty("name").GetString()!,
            row => (row.GetProperty("state").GetString()!, row.GetProperty("seen").GetString()!, row.GetProperty("fix").GetString()));

    public async Task<string?[]> AlertsAsync() => [.. (await JsonAsync(0, "alerts")).EnumerateArray().Select(alert => alert.GetProperty("title").GetString())];

    public async ValueTask DisposeAsync()
    {
        await _up.DisposeAsync();
        _folder.Dispose();
    }
}
