using System.Text.Json;

namespace Azsreg.Cli.Tests;

/// <summary>A registered stamp, and a bundle exported from its registration's catalogue: a solution with what it needs.</summary>
public sealed class BundleWorld : IAsyncLifetime
{
    public const string Solution = "azurestack.kubernetes-cluster";

    private readonly TemporaryFolder _folder = new();
    private ScenarioStage _stage = null!;

    /// <summary>Where the bundle lies; nobody changes it.</summary>
    public string Bundle => Path.Combine(_folder.Path, "bundle");

    /// <summary>What the export told.</summary>
    internal JsonElement Exported { get; private set; }

    public async ValueTask InitializeAsync()
    {
        _stage = await ScenarioStage.StartAsync("registered");
        Exported = await JsonAsync(0, "export", "--repository", Bundle, "--select", Solution, "--accept-terms");
    }

    public async ValueTask DisposeAsync()
    {
        await _stage.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>A folder for a test's own files.</summary>
    public string FreshFolder() => Directory.CreateDirectory(Path.Combine(_folder.Path, Path.GetRandomFileName())).FullName;

    /// <summary>A bundle that may be spoilt.</summary>
    public string CopyOfBundle()
    {
        var copy = FreshFolder();
        foreach (var file in Directory.EnumerateFiles(Bundle, "*", SearchOption.AllDirectories))
        {
            var place = Path.Combine(copy, Path.GetRelativePath(Bundle, file));
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.Copy(file, place);
        }

        return copy;
    }

    /// <summary>A verb of the marketplace in the world's own folder, as data.</summary>
    internal Task<JsonElement> JsonAsync(int exitCode, params string[] arguments) => _stage.JsonAsync(exitCode, ["marketplace", .. arguments]);

    /// <summary>The same for people.</summary>
    internal Task<CliRun> RunAsync(params string[] arguments) => CliRun.RunAsync(["marketplace", .. arguments, "--data", _stage.Folder]);
}
