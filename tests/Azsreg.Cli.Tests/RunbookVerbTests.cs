using System.CommandLine;
using System.Text.RegularExpressions;
using Azsreg.Cli.Shell;

namespace Azsreg.Cli.Tests;

public sealed partial class RunbookVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--billing-model", "PayAsYouUse")]
    [InlineData("--billing-model", "Capacity", "--agreement-number", "0004711")]
    [InlineData("--billing-model", "Custom", "--ms-asset-tag", "T 1")]
    [InlineData("--disconnected", "--billing-model", "Capacity")]
    public async Task Runbook_EveryAzsregLine_IsAVerbWithItsOptions(params string[] options)
    {
        var run = await CliRun.RunAsync(["runbook", "--data", _folder.Path, .. options]);

        run.ExitCode.ShouldBe(0, run.Error);
        var lines = run.Out.Split('\n').Where(line => line.StartsWith("azsreg ", StringComparison.Ordinal)).ToList();
        lines.Count.ShouldBeGreaterThan(8);
        foreach (var line in lines) Errors(line).ShouldBeEmpty(line);
    }

    [Fact]
    public async Task Runbook_FileIsThere_IsNotReplaced()
    {
        var file = Path.Combine(_folder.Path, "runbook.md");
        await File.WriteAllTextAsync(file, "mine", TestContext.Current.CancellationToken);

        var run = await CliRun.RunAsync("runbook", "--out", file, "--data", _folder.Path);

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("is there already");
        (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).ShouldBe("mine");
    }

    [Fact]
    public async Task Runbook_ToAFile_NamesWhatIsNotKnown()
    {
        var file = Path.Combine(_folder.Path, "runbook.md");

        var run = await CliRun.RunAsync("runbook", "--out", file, "--data", _folder.Path);

        run.Out.ShouldContain("<subscription id>");
        (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).ShouldStartWith("# Runbook: ");
    }

    [Fact]
    public async Task RoleShow_Json_IsTheDefinitionWithTheSubscription()
    {
        var run = await CliRun.RunAsync("role", "show", "registration", "--subscription", "8f2a0000-0000-4000-8000-000000000a90", "--data", _folder.Path);

        run.ExitCode.ShouldBe(0, run.Error);
        run.Out.ShouldContain("\"Microsoft.Authorization/locks/write\"");
        run.Out.ShouldContain("\"/subscriptions/8f2a0000-0000-4000-8000-000000000a90\"");
    }

    [Fact]
    public async Task Logs_EmptyFolder_SaysWhereTheyWillBe() =>
        (await CliRun.RunAsync("logs", "--data", _folder.Path)).Out.ShouldContain(Path.Combine(_folder.Path, "logs"));

    /// <summary>What the parser that reads the real command line says of this one.</summary>
    private static IEnumerable<string> Errors(string line)
    {
        var root = new RootCommand();
        root.Options.Clear();
        foreach (var option in new GlobalOptions().All) root.Add(option);
        foreach (var entry in RootVerbs.Groups.SelectMany(group => group.Verbs)) root.Add(entry.Create());
        var words = Word().Matches(line["azsreg ".Length..]).Select(match => match.Value.Trim('"', '\'')).ToArray();
        return root.Parse(words).Errors.Select(error => error.Message);
    }

    [GeneratedRegex("\"[^\"]*\"|'[^']*'|[^ ]+")]
    private static partial Regex Word();
}
