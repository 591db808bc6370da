using System.Text.Json.Nodes;

namespace Azsreg.EndToEnd.Tests.Marketplace;

/// <summary>Ten items at once come through whatever goes wrong between the stamp and Azure's blobs, and are what Azure says they are.</summary>
public sealed class FaultsTests(SeededFolder seed, ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Download_TenItemsWithEveryFaultOnTheWay_EveryFileIsWhole()
    {
        await using var world = await MarketplaceWorld.StartAsync(seed);
        var items = Ten(await world.OfferedAsync());

        (await world.DownloadAsync(items)).ShouldExitWith(0);

        output.WriteLine(string.Join(", ", world.Blobs.Happened.Select(one => $"{one.Value} {one.Key}")));
        world.Blobs.Happened.Keys.ShouldBe(Enum.GetValues<BlobFault>(), ignoreOrder: true);
        await world.ShouldBeWholeAsync(items);
    }

    /// <summary>Azure's own end of a link, as its blob service tells it; not one a proxy makes up.</summary>
    [Fact]
    public async Task Download_LinkEndsAtAzureInTheMiddle_IsRenewedAndEveryFileIsWhole()
    {
        await using var world = await MarketplaceWorld.StartAsync(seed, roles =>
        {
            var settings = Path.Combine(Directory.CreateDirectory(Path.Combine(roles, "operator")).FullName, "settings.json");
            var kept = File.Exists(settings) ? JsonNode.Parse(File.ReadAllText(settings))!.AsObject() : [];
            kept["link-lifetime"] = 4;
            return File.WriteAllTextAsync(settings, kept.ToJsonString());
        });
        world.Blobs.IsFaulty = false;
        var items = (await world.OfferedAsync()).Take(1).ToList();
        world.Blobs.LetNextExpire();

        (await world.DownloadAsync(items)).ShouldExitWith(0);

        world.Blobs.RefusedByAzure.ShouldBeGreaterThan(0);
        await world.ShouldBeWholeAsync(items);
    }

    [Fact]
    public async Task Download_EitherSideKilledAndStoppedInTheMiddle_GoesOnByItselfAndEveryFileIsWhole()
    {
        await using var world = await MarketplaceWorld.StartAsync(seed);
        var items = Ten(await world.OfferedAsync());

        Func<Task>[] blows = [world.Stamp.KillAsync, world.Cloud.KillAsync, world.Stamp.InterruptAsync, world.Cloud.InterruptAsync];
        ServedRole[] victims = [world.Stamp, world.Cloud, world.Stamp, world.Cloud];
        var held = world.Blobs.HoldNext();
        await world.BeginAsync(items);
        for (var blow = 0; blow < blows.Length; blow++)
        {
            await held.Reached.WaitAsync(Patience);
            var next = world.Blobs.HoldNext();
            await blows[blow]();
            held.Dispose();
            held = next;
            await victims[blow].StartAsync();
        }

        held.Dispose();
        (await world.DownloadAsync(items)).ShouldExitWith(0);

        await world.ShouldBeWholeAsync(items);
    }

    [Fact]
    public async Task Download_DiskFullInTheMiddle_IsToldAndGoesOnWhenThereIsRoom()
    {
        SmallDisk? disk = null;
        await using var world = await MarketplaceWorld.StartAsync(seed, async roles => disk = await SmallDisk.MountAsync(MarketplaceWorld.FolderIn(roles), megabytes: 80));
        await using var mounted = disk!;
        world.Blobs.IsFaulty = false;
        var item = (await world.OfferedAsync())[0];

        var held = world.Blobs.HoldNext();
        var running = world.DownloadAsync(item);
        await held.Reached.WaitAsync(Patience);
        mounted.Fill();
        held.Dispose();

        var full = (await running).ShouldExitWith(1);
        (full.Output + full.Error).ShouldContain("AZR6031");
        (await world.DownloadedAsync()).ShouldBeEmpty();

        mounted.Free();
        (await world.DownloadAsync(item)).ShouldExitWith(0);
        await world.ShouldBeWholeAsync([item]);
    }

    /// <summary>Some of several blocks and several disks, and small ones.</summary>
    private static List<string> Ten(IReadOnlyList<string> offered) => [.. offered.Take(4), .. offered.TakeLast(6)];
}
