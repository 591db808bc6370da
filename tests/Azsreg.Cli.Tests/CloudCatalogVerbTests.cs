using System.IO.Compression;
using System.Text.Json;
using Azsreg.Cloud;
using Azsreg.Hosting;

namespace Azsreg.Cli.Tests;

public sealed class CloudCatalogVerbTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    private string Data => Path.Combine(_folder.Path, "data");

    public async ValueTask InitializeAsync()
    {
        // An Azure side that was started once and does not run.
        var folder = DataFolder.Open(Data);
        using var authority = LocalCertificateAuthority.LoadOrCreate(folder, TimeProvider.System);
        await using var cloud = CloudRole.Build(
            new CloudOptions(), new RoleHost { Folder = folder, Clock = TimeProvider.System, Certificate = authority.IssueServerCertificate() });
        await cloud.Services.PrepareCloudAsync();
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Add_Item_IsListedVerifiedAndRemoved()
    {
        var added = await RunAsync("add", Item("thing"));
        added.ExitCode.ShouldBe(0, added.Error);
        added.Out.ShouldEndWith("  + contoso.thing-1.0.0\n");

        (await RunAsync("list")).Out.ShouldContain("contoso.thing-1.0.0  solution");
        (await RunAsync("verify")).ExitCode.ShouldBe(0);
        (await RunAsync("remove", "contoso.thing")).Out.ShouldContain("1 retired, ");
        (await RunAsync("list")).Out.ShouldBe("The catalogue is empty. azsreg cloud catalog add FOLDER fills it.\n");
    }

    [Fact]
    public async Task List_Json_HasTheItems()
    {
        await RunAsync("add", Item("thing"));
        var entry = JsonDocument.Parse((await RunAsync("list", "--output", "json")).LastLine).RootElement[0];
        entry.GetProperty("name").GetString().ShouldBe("contoso.thing-1.0.0");
        entry.GetProperty("origin").GetString().ShouldBe("folder");
        entry.GetProperty("stored").GetBoolean().ShouldBeTrue();
        entry.GetProperty("payloadLength").GetInt64().ShouldBeGreaterThan(1000);
    }

    [Fact]
    public async Task Add_WrongDescriptions_TellsAllProblemsWithTheUsageExitCode()
    {
        var item = Item("thing");
        await File.WriteAllTextAsync(Path.Combine(item, "item.json"), """{"kind":"solution","colour":"red"}""");
        var run = await RunAsync("add", item);
        run.ExitCode.ShouldBe(2);
        run.Error.ShouldStartWith("azsreg: AZR6001 item descriptions cannot be used\n");
        run.Error.ShouldContain("  item.json: \"publisher\" is missing.\n");
        run.Error.ShouldContain("  item.json: \"colour\" is not known here.\n");
    }

    [Fact]
    public async Task Verify_DamagedContent_FailsAndNamesTheItem()
    {
        await RunAsync("add", Item("thing"));
        var blob = Directory.EnumerateFiles(Path.Combine(Data, "cloud", "blobs", "packages"), "*", SearchOption.AllDirectories)
            .First(path => !path.EndsWith(".md5", StringComparison.Ordinal));
        await File.AppendAllTextAsync(blob, "x");
        var run = await RunAsync("verify");
        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("AZR6005");
        run.Error.ShouldContain("contoso.thing-1.0.0/");
    }

    [Fact]
    public async Task Remove_UnknownItem_IsNotFound() => (await RunAsync("remove", "nobody")).ExitCode.ShouldBe(4);

    [Fact]
    public async Task List_FolderWithoutAnAzureSide_SaysSo()
    {
        var run = await CliRun.RunAsync("cloud", "catalog", "list", "--data", Path.Combine(_folder.Path, "empty"));
        run.ExitCode.ShouldBe(4);
        run.Error.ShouldContain("AZR6007");
    }

    private Task<CliRun> RunAsync(params string[] arguments) => CliRun.RunAsync(["cloud", "catalog", .. arguments, "--data", Data]);

    private string Item(string offer)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder.Path, offer)).FullName;
        using (var zip = ZipFile.Open(Path.Combine(folder, "main.zip"), ZipArchiveMode.Create))
        {
            zip.CreateEntry("mainTemplate.json");
        }

        File.WriteAllText(
            Path.Combine(folder, "item.json"),
            $$"""
            {"kind":"solution","publisher":"contoso","publisherName":"Contoso","offer":"{{offer}}","version":"1.0.0","name":"Thing",
            "description":"Does.","containers":[{"id":"main","file":"main.zip"}]}
            """);
        return folder;
    }
}
