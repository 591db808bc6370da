namespace Azsreg.EndToEnd.Tests.Usage;

/// <summary>Usage of a stamp without a line: batches out as a file, the acknowledgement back, by the verbs of both sides.</summary>
public sealed class UsageFileStoryTests(LocalWorld world) : IClassFixture<LocalWorld>
{
    [Fact]
    public async Task Usage_CarriedAsFile_IsCountedOnceAndAcknowledged()
    {
        await world.LoginAsync();
        await world.LoginStampAsync();
        await RegisterByFilesAsync();
        (await world.JsonAsync("stamp", "workload", "start", "--history", "1d", "--tenants", "1", "--seed", "3")).ShouldExitWith(0);
        (await world.JsonAsync("usage", "status")).ShouldExitWith(0).Json.GetProperty("usage").GetProperty("state").GetString().ShouldBe("Disconnected");
        var file = Path.Combine(world.Folder, "usage.azsusage");

        var exported = (await world.JsonAsync("usage", "export-batches", file)).ShouldExitWith(0).Json;
        var records = exported.GetProperty("records").GetInt64();
        records.ShouldBeGreaterThan(100);
        (await world.JsonAsync("usage", "export-batches", file + "2")).ExitCode.ShouldBe(4);

        var taken = (await world.JsonAsync("cloud", "usage", "import-batches", file)).ShouldExitWith(0).Json;
        taken.GetProperty("accepted").GetInt64().ShouldBe(records);
        var again = (await world.JsonAsync("cloud", "usage", "import-batches", file)).ShouldExitWith(0).Json;
        again.GetProperty("number").GetInt64().ShouldBe(1);

        var acknowledged = (await world.JsonAsync("usage", "import-acknowledgement", taken.GetProperty("acknowledgement").GetString()!)).ShouldExitWith(0).Json;
        acknowledged.GetProperty("left").GetInt64().ShouldBe(0);
        (await world.JsonAsync("usage", "reconcile")).ShouldExitWith(0).Json.GetProperty("equal").GetBoolean().ShouldBeTrue();
    }

    private async Task RegisterByFilesAsync()
    {
        var (token, key) = (Path.Combine(world.Folder, "token.txt"), Path.Combine(world.Folder, "key.txt"));
        string[] toTheStamp = ["--stamp", LocalWorld.Stamp, "--cloud-admin-password-file", world.PasswordFile];
        (await world.JsonAsync(["offline", "token", "--billing-model", "Development", "--out", token, .. toTheStamp])).ShouldExitWith(0);
        (await world.JsonAsync("offline", "register", "--token-file", token)).ShouldExitWith(0);
        var name = (await world.JsonAsync("registration", "list")).ShouldExitWith(0).Json.EnumerateArray().Single().GetProperty("name").GetString()!;
        (await world.JsonAsync("offline", "key", "--registration-name", name, "--out", key)).ShouldExitWith(0);
        (await world.JsonAsync(["offline", "activate", "--key-file", key, .. toTheStamp])).ShouldExitWith(0);
    }
}
