using Azsreg.Cli.Shell;

namespace Azsreg.Cli.Tests;

public sealed class ShellTests
{
    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("help")]
    public async Task Help_AtTheRoot_OpensWithAnExampleAndListsEveryVerb(string asked)
    {
        var run = await CliRun.RunAsync(asked);

        run.ExitCode.ShouldBe(0);
        run.Out.ShouldStartWith("  azsreg quickstart ");
        foreach (var verb in RootVerbs.Groups.SelectMany(group => group.Verbs))
        {
            run.Out.ShouldContain($"\n  {verb.Name} ");
        }
    }

    [Fact]
    public async Task Help_AtTheRoot_FitsEightyColumns() =>
        (await CliRun.RunAsync("--help")).Out.Split('\n').ShouldAllBe(line => line.Length <= 80);

    [Fact]
    public async Task Run_NoArguments_IsTheHelp() => (await CliRun.RunAsync()).ShouldBe(await CliRun.RunAsync("--help"));

    public static TheoryData<string> Verbs => [.. RootVerbs.Groups.SelectMany(group => group.Verbs).Select(verb => verb.Name)];

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Help_OfAVerb_OpensWithItsExampleAndFitsEightyColumns(string verb)
    {
        var run = await CliRun.RunAsync(verb, "--help");

        run.ExitCode.ShouldBe(0);
        run.Error.ShouldBeEmpty();
        run.Out.ShouldStartWith($"  azsreg {verb}");
        run.Out.ShouldContain("--data DIR");
        run.Out.Split('\n').Skip(1).ShouldAllBe(line => line.Length <= 80);
    }

    [Fact]
    public async Task Help_OfANestedVerb_NamesItsOwnOptions()
    {
        var run = await CliRun.RunAsync("ca", "export", "--help");

        run.Out.ShouldBe(
            """
              azsreg ca export --file azsreg-ca.pem

            Writes the authority's certificate (never its key) as PEM.

            Usage  azsreg ca export [options]

            Options
              --file FILE  where to write it; standard output where left out

            Every verb
              --data DIR           the data folder (AZSREG_DATA)
              --output table|json  table, or json for programs
              --verbose            say more, on standard error
              -h, --help           this page

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Run_UnknownVerb_IsAUsageErrorInOneParagraph()
    {
        var run = await CliRun.RunAsync("regsitration");

        run.ShouldBe(new CliRun(
            2,
            "",
            """
            azsreg: AZR1010 the command line is not understood
              Unrecognized command or argument 'regsitration'.
              A verb or option does not exist, is missing, or was given twice.
              The help shows the verbs and their options:
                azsreg --help
              More: azsreg explain AZR1010

            """.ReplaceLineEndings("\n")));
    }

    [Fact]
    public async Task Run_GroupWithoutItsVerb_NamesTheVerbs()
    {
        var run = await CliRun.RunAsync("ca");

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("'azsreg ca' wants one of: show, export, trust.");
        run.Error.ShouldContain("    azsreg ca --help\n");
    }

    [Fact]
    public async Task Run_UnknownOption_IsAUsageError()
    {
        var run = await CliRun.RunAsync("version", "--colour");

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("'--colour'");
    }

    [Fact]
    public async Task Argument_WithAnAtSign_IsNoResponseFile()
    {
        var run = await CliRun.RunAsync("explain", "@/etc/passwd");

        run.ExitCode.ShouldBe(4);
        run.Error.ShouldContain("'@/etc/passwd'");
    }

    [Fact]
    public async Task Output_NeitherTableNorJson_IsAUsageError()
    {
        var run = await CliRun.RunAsync("version", "--output", "xml");

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("--output is table or json, not 'xml'.");
    }

    [Fact]
    public async Task Output_FromTheEnvironment_Counts()
    {
        var run = await new CliSetting { Environment = new Dictionary<string, string> { ["AZSREG_OUTPUT"] = "json" } }.RunAsync("version");

        run.Out.ShouldStartWith("{\"version\":\"");
    }

    [Fact]
    public async Task Output_FromTheSettingsFile_CountsUnlessTheLineSaysOtherwise()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, "operator"));
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "operator", "settings.json"), """{"output":"json"}""");

        (await CliRun.RunAsync("version", "--data", folder.Path)).Out.ShouldStartWith("{\"version\":\"");
        (await CliRun.RunAsync("version", "--data", folder.Path, "--output", "table")).Out.ShouldStartWith("azsreg ");
    }

    [Fact]
    public async Task Version_DataFolderNotThere_IsNotMade()
    {
        using var folder = new TemporaryFolder();
        var missing = Path.Combine(folder.Path, "missing");

        (await CliRun.RunAsync("version", "--data", missing)).ExitCode.ShouldBe(0);

        Directory.Exists(missing).ShouldBeFalse();
    }

    [Fact]
    public async Task Failure_WithOutputJson_IsAnObjectOnStandardOutput()
    {
        var run = await CliRun.RunAsync("explain", "AZR0000", "--output", "json");

        run.ShouldBe(new CliRun(
            4,
            """{"error":{"code":"AZR1012","kind":"notFound","message":"there is no such error code","detail":"'AZR0000' is not in this version's catalogue.","fix":"See all of them:","next":["azsreg explain"],"retryable":false}}"""
            + "\n",
            ""));
    }

    [Fact]
    public async Task UsageError_WithOutputJson_IsAnObjectToo()
    {
        var run = await CliRun.RunAsync("version", "--output", "json", "--colour");

        run.ExitCode.ShouldBe(2);
        run.LastLine.ShouldStartWith("""{"error":{"code":"AZR1010","kind":"usage",""");
    }

    [Fact]
    public async Task Failure_OnATerminal_IsRed()
    {
        var run = await new CliSetting { IsTerminal = true }.RunAsync("explain", "AZR0000");

        run.Error.ShouldStartWith("\e[31mazsreg: AZR1012 there is no such error code\e[0m\n");
    }

    [Fact]
    public async Task Failure_NoColour_IsPlain()
    {
        var run = await new CliSetting { IsTerminal = true, NoColour = true }.RunAsync("explain", "AZR0000");

        run.Error.ShouldNotContain("\e");
    }

    [Fact]
    public async Task Data_IsAFile_SaysWhichPath()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "file");
        await File.WriteAllTextAsync(file, "");

        var run = await CliRun.RunAsync("ca", "show", "--data", file);

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("AZR1005");
        run.Error.ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal).ShouldContain($"'{file}'");
    }
}
