using System.Text.Json;

namespace Azsreg.Cli.Tests;

/// <summary><c>marketplace export</c>, <c>verify</c> and <c>import</c>: what they tell, what they leave alone, and how they refuse.</summary>
public sealed class MarketplaceBundleVerbTests(BundleWorld world) : IClassFixture<BundleWorld>
{
    private string Signer => world.Exported.GetProperty("signer").GetString()!;

    [Fact]
    public void Export_Solution_TellsItsItemsItsSignerAndTheNextStep()
    {
        var told = world.Exported;

        Names(told).ShouldContain(name => name.StartsWith(BundleWorld.Solution, StringComparison.Ordinal));
        Names(told).Count.ShouldBeGreaterThan(1, "what a solution needs comes along");
        // Pictures come from any web server and are not counted.
        told.GetProperty("bytesFetched").GetInt64().ShouldBeInRange(told.GetProperty("bytes").GetInt64() / 2, told.GetProperty("bytes").GetInt64());
        told.GetProperty("nextStep").GetRawText().ShouldContain($"azsreg marketplace import --repository DIR --trust-signer {Signer}");
        File.Exists(Path.Combine(world.Bundle, "manifest.json")).ShouldBeTrue();
    }

    [Fact]
    public async Task Export_Again_FetchesNothing()
    {
        var again = await world.JsonAsync(0, "export", "--repository", world.Bundle, "--select", BundleWorld.Solution);

        again.GetProperty("changed").GetBoolean().ShouldBeFalse();
        again.GetProperty("bytesFetched").GetInt64().ShouldBe(0);
    }

    [Fact]
    public async Task Export_DryRun_TellsSizesAndMakesNothing()
    {
        var folder = Path.Combine(world.FreshFolder(), "new");

        var run = await world.RunAsync("export", "--repository", folder, "--select", BundleWorld.Solution, "--dry-run");

        run.ExitCode.ShouldBe(0, run.Error);
        run.Out.ShouldContain(BundleWorld.Solution);
        run.Out.ShouldContain("to download");
        run.Out.ShouldContain("needed by " + BundleWorld.Solution);
        Directory.Exists(folder).ShouldBeFalse();
    }

    [Fact]
    public async Task Export_TermsOpen_IsRefusedBeforeAnythingIsFetched()
    {
        var folder = Path.Combine(world.FreshFolder(), "new");

        Code(await world.JsonAsync(2, "export", "--repository", folder, "--select", "bitnami.wordpress4-4")).ShouldBe("AZR6063");

        Directory.Exists(folder).ShouldBeFalse();
    }

    [Theory]
    [InlineData("AZR1001", 2)]
    [InlineData("AZR6084", 4, "--select", "contoso.none")]
    public async Task Export_NothingThatCouldBeMeant_IsRefused(string code, int exitCode, params string[] arguments) =>
        Code(await world.JsonAsync(exitCode, ["export", "--repository", Path.Combine(world.FreshFolder(), "new"), .. arguments])).ShouldBe(code);

    [Fact]
    public async Task Verify_WholeBundle_SaysWhatItIsAndWhoseItIs()
    {
        var run = await world.RunAsync("verify", "--repository", world.Bundle);

        run.ExitCode.ShouldBe(0, run.Error);
        run.Out.ShouldContain("The bundle is whole.");
        run.Out.ShouldContain(Signer);
        run.Out.ShouldContain("trusted here: this data folder");
    }

    [Fact]
    public async Task Verify_Json_HasItsItemsAndNoProblem()
    {
        var told = await world.JsonAsync(0, "verify", "--repository", world.Bundle);

        told.GetProperty("whole").GetBoolean().ShouldBeTrue();
        told.GetProperty("problems").GetArrayLength().ShouldBe(0);
        told.GetProperty("bytesWhole").GetInt64().ShouldBe(world.Exported.GetProperty("bytes").GetInt64());
        told.GetProperty("bundle").GetProperty("products").GetArrayLength().ShouldBe(Names(world.Exported).Count);
        told.GetProperty("bundle").GetProperty("signer").GetProperty("trusted").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Verify_FlippedByteMissingFileAndStranger_NamesEach()
    {
        var bundle = world.CopyOfBundle();
        var files = Directory.GetFiles(Path.Combine(bundle, "content"), "*", SearchOption.AllDirectories);
        var bytes = await File.ReadAllBytesAsync(files[0]);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(files[0], bytes);
        File.Delete(files[1]);
        await File.WriteAllTextAsync(Path.Combine(bundle, "notes.txt"), "not of the bundle");

        var told = await world.JsonAsync(1, "verify", "--repository", bundle);

        told.GetProperty("whole").GetBoolean().ShouldBeFalse();
        told.GetProperty("problems").EnumerateArray().Select(problem => (problem.GetProperty("code").GetString(), Path.GetFileName(problem.GetProperty("subject").GetString())))
            .ShouldBe([("AZR6077", Path.GetFileName(files[0])), ("AZR6076", Path.GetFileName(files[1])), ("AZR6078", "notes.txt")], ignoreOrder: true);
    }

    [Fact]
    public async Task Verify_SignerOfAnotherFolder_IsBelievedOnlyWhereItIsNamed()
    {
        using var elsewhere = new TemporaryFolder();
        string[] verify = ["marketplace", "verify", "--repository", world.Bundle, "--data", elsewhere.Path];

        var refused = await CliRun.RunAsync(verify);
        var named = await CliRun.RunAsync([.. verify, "--trust-signer", Colons(Signer)]);
        var again = await CliRun.RunAsync(verify);

        refused.ExitCode.ShouldBe(1);
        refused.Error.ShouldContain("AZR6074");
        named.ExitCode.ShouldBe(0, named.Error);
        again.ExitCode.ShouldBe(1, "verify believes for this time only");
    }

    [Theory]
    [InlineData("AZR6070", 4, false)]
    [InlineData("AZR6071", 1, true)]
    public async Task Verify_NoBundle_SaysSo(string code, int exitCode, bool hasManifest)
    {
        var folder = world.FreshFolder();
        if (hasManifest) await File.WriteAllTextAsync(Path.Combine(folder, "manifest.json"), "{\"payloadType\":");

        Code(await world.JsonAsync(exitCode, "verify", "--repository", folder)).ShouldBe(code);
    }

    [Fact]
    public async Task Import_DryRunThenTwice_BringsTheItemsInOnce()
    {
        var planned = await world.JsonAsync(0, "import", "--repository", world.Bundle, "--dry-run");
        planned.GetProperty("applied").GetBoolean().ShouldBeFalse();
        (await DownloadedAsync()).ShouldBeEmpty();

        var first = await world.JsonAsync(0, "import", "--repository", world.Bundle);
        var again = await world.JsonAsync(0, "import", "--repository", world.Bundle);

        first.GetProperty("changed").GetBoolean().ShouldBeTrue();
        (await DownloadedAsync()).ShouldBe(Names(world.Exported), ignoreOrder: true);
        again.GetProperty("changed").GetBoolean().ShouldBeFalse();
        again.GetProperty("bytesSent").GetInt64().ShouldBe(0);
    }

    [Fact]
    public async Task Import_AlteredBundle_BringsNothingIn()
    {
        var bundle = world.CopyOfBundle();
        var file = Directory.GetFiles(Path.Combine(bundle, "content"), "*", SearchOption.AllDirectories)[0];
        await File.AppendAllTextAsync(file, "x");

        var run = await world.RunAsync("import", "--repository", bundle);

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("AZR6077");
        run.Error.ShouldContain("azsreg marketplace verify --repository");
    }

    [Fact]
    public async Task Import_ItemThatIsNotInIt_IsRefused() =>
        Code(await world.JsonAsync(4, "import", "--repository", world.Bundle, "--select", "contoso.none")).ShouldBe("AZR6084");

    [Fact]
    public async Task Import_NobodySignedInAtTheStamp_IsRefusedBeforeTheBundleIsRead()
    {
        using var elsewhere = new TemporaryFolder();
        await CliRun.RunAsync("stamp", "add", "Lab", "--privileged-endpoint", "https://lab:5986/wsman", "--admin-endpoint", "https://adminmanagement.lab/", "--data", elsewhere.Path);

        var run = await CliRun.RunAsync("marketplace", "import", "--repository", "/no/such/folder", "--stamp", "Lab", "--data", elsewhere.Path);

        run.ExitCode.ShouldBe(3);
        run.Error.ShouldContain("AZR3001");
        run.Error.ShouldContain("azsreg login --stamp Lab");
    }

    private async Task<List<string>> DownloadedAsync() =>
        [.. (await world.JsonAsync(0, "list", "--downloaded")).EnumerateArray().Select(item => item.GetProperty("id").GetString()!)];

    private static List<string> Names(JsonElement told) => [.. told.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("name").GetString()!)];

    private static string? Code(JsonElement told) => told.GetProperty("error").GetProperty("code").GetString();

    private static string Colons(string fingerprint) => string.Join(':', fingerprint.ToUpperInvariant().Chunk(2).Select(pair => new string(pair)));
}
