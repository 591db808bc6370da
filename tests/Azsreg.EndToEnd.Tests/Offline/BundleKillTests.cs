namespace Azsreg.EndToEnd.Tests;

/// <summary>SIGKILL in the middle of an export and of an import: the same command finishes, and nothing half-made was ever listed.</summary>
public sealed class BundleKillTests(LocalWorld world) : IClassFixture<LocalWorld>
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private string Bundle => Path.Combine(world.Folder, "bundle");

    [Fact]
    public async Task ExportAndImport_KilledInTheMiddle_SameCommandFinishes()
    {
        await world.LoginAsync();
        await world.LoginStampAsync();
        (await world.SetAsync("--billing-model", "PayAsYouUse")).ShouldExitWith(0);

        string[] export = ["marketplace", "export", "--repository", Bundle, "--kind", "virtualMachineExtension", "--accept-terms"];
        await KillWhenAsync(export, () => FilesIn(Path.Combine(Bundle, "unfinished", "whole")) > 2);
        File.Exists(Path.Combine(Bundle, "manifest.json")).ShouldBeFalse();
        (await world.JsonAsync("marketplace", "verify", "--repository", Bundle)).ShouldExitWith(4).Output.ShouldContain("has not ended");

        var exported = (await world.JsonAsync(export)).ShouldExitWith(0).Json;
        exported.GetProperty("bytesFetched").GetInt64().ShouldBeLessThan(exported.GetProperty("bytes").GetInt64());
        (await world.JsonAsync("marketplace", "verify", "--repository", Bundle)).ShouldExitWith(0).Json.GetProperty("whole").GetBoolean().ShouldBeTrue();
        Directory.Exists(Path.Combine(Bundle, "unfinished")).ShouldBeFalse();

        string[] import = ["marketplace", "import", "--repository", Bundle];
        await KillWhenAsync(import, () => FilesIn(Path.Combine(world.Folder, "stamps", LocalWorld.Stamp, "marketplace", "content")) > 2);
        var listed = await DownloadedAsync();

        var imported = (await world.JsonAsync(import)).ShouldExitWith(0).Json.GetProperty("items").EnumerateArray().ToList();

        imported.Count.ShouldBe(exported.GetProperty("products").GetInt32());
        var inPlace = imported.Where(item => item.GetProperty("state").GetString() == "InPlace").Select(item => item.GetProperty("name").GetString()).ToList();
        inPlace.Count.ShouldBeLessThan(imported.Count);
        listed.ShouldBeSubsetOf(inPlace);
        (await DownloadedAsync()).ShouldBe(imported.Select(item => item.GetProperty("name").GetString()), ignoreOrder: true);
    }

    private async Task<List<string?>> DownloadedAsync() =>
        [.. (await world.JsonAsync("marketplace", "list", "--downloaded")).ShouldExitWith(0).Json.EnumerateArray().Select(item => item.GetProperty("id").GetString())];

    /// <summary>Starts a verb and kills it as soon as something is true of the disk.</summary>
    private async Task KillWhenAsync(string[] line, Func<bool> isTime)
    {
        await using var program = AzsregProgram.Start([.. line, "--data", world.Folder], LocalWorld.Environment);
        using var patience = new CancellationTokenSource(Limit);
        while (!isTime())
        {
            program.HasExited.ShouldBeFalse(program.Output + program.Error);
            await Task.Delay(2, patience.Token);
        }

        program.Kill();
        (await program.WaitForExitAsync(Limit)).ExitCode.ShouldBe(137);
    }

    private static int FilesIn(string folder) => Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Count() : 0;
}
