using Azsreg.Cli.Roles;
using Azsreg.Cli.Shell;
using Azsreg.Hosting;
using Azsreg.Protocol;

namespace Azsreg.Cli.Tests.Roles;

public sealed class ScenarioNoteTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static Scenario Registered => Scenarios.Get("registered");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Begin_EmptyFolder_IsToBeMade() => Begin().ShouldBeTrue();

    [Fact]
    public void Begin_MadeBefore_StandsAlready()
    {
        Begin();
        ScenarioNote.End(DataFolder.Open(_folder.Path), Registered);

        Begin().ShouldBeFalse();
    }

    [Fact]
    public void Begin_CutShort_StartsOverInAnEmptyFolder()
    {
        Begin();
        var half = Path.Combine(DataFolder.Open(_folder.Path).Cloud, "cloud.db");
        File.WriteAllText(half, "half");

        Begin().ShouldBeTrue();

        File.Exists(half).ShouldBeFalse();
    }

    [Fact]
    public void Begin_OtherScenario_IsRefused()
    {
        Begin();
        ScenarioNote.End(DataFolder.Open(_folder.Path), Registered);

        using var context = Context();
        Should.Throw<CataloguedException>(() => ScenarioNote.Begin(context, Scenarios.Get("expired"), "up")).Entry.ShouldBe(ErrorCatalogue.ScenarioFolderInUse);
    }

    [Fact]
    public void Begin_FolderInUseWithoutScenario_IsRefusedAndLeftAlone()
    {
        var accounts = Path.Combine(DataFolder.Open(_folder.Path).Operator, "accounts.json");
        File.WriteAllText(accounts, "{}");

        Should.Throw<CataloguedException>(() => Begin()).Entry.ShouldBe(ErrorCatalogue.ScenarioFolderInUse);

        File.ReadAllText(accounts).ShouldBe("{}");
        File.Exists(Path.Combine(_folder.Path, "scenario.json")).ShouldBeFalse();
    }

    [Fact]
    public async Task Up_UnknownScenario_ListsThem()
    {
        var run = await CliRun.RunAsync("up", "--scenario", "apocalypse", "--data", _folder.Path);

        run.ExitCode.ShouldBe(2);
        foreach (var scenario in Scenarios.All) run.Error.ShouldContain(scenario.Name);
    }

    [Fact]
    public void Docs_Scenarios_DescribeEachOne()
    {
        var page = File.ReadAllText(Path.Combine(Root(), "docs", "scenarios.md"));
        foreach (var scenario in Scenarios.All) page.ShouldContain($"\n## {scenario.Name}\n");
    }

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "azsreg.slnx"))) return folder.FullName;
        }

        throw new InvalidOperationException("The test does not run below its source tree.");
    }

    private bool Begin()
    {
        using var context = Context();
        return ScenarioNote.Begin(context, Registered, "up");
    }

    private CliContext Context() => new(CliSetting.NoIo, _ => null, TimeProvider.System, _folder.Path, OutputFormat.Table, verbose: false);
}
