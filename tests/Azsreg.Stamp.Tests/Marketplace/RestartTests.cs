using System.Text.Json.Nodes;
using Azsreg.Stamp.Tests.Fakes;
using static Azsreg.Stamp.Tests.Marketplace.MarketplaceStamp;

namespace Azsreg.Stamp.Tests.Marketplace;

public sealed class RestartTests
{
    [Fact]
    public async Task Restart_DownloadUnderWay_GoesOnByItselfAtTheLastVerifiedBlock()
    {
        await using var rig = await StartNewAsync(Impatient with { RangesAtOnce = 1 });
        var disk = Blob(6 * Block);
        var isCut = true;
        disk.Fault = async (context, number) =>
        {
            if (!isCut || number <= 3)
                return false;
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return true;
        };
        var name = rig.Offer(disk);
        using var accepted = await rig.BeginAsync(name);
        await UntilAsync(() => Task.FromResult<JsonNode>(disk.Ranges), ranges => ranges.GetValue<int>() > 3);

        await rig.Stamp.StopAsync();
        isCut = false;
        var before = disk.Ranges;
        await rig.Stamp.StartAgainAsync();

        var operation = await rig.EndOfAsync(accepted);
        Text(operation, "status").ShouldBe("Succeeded", operation.ToJsonString());
        (disk.Ranges - before).ShouldBe(3);
        (await rig.DiskAsync(name)).ShouldBe(disk.Content);
        (await rig.Stamp.AuditAsync()).Where(row => row.Action.EndsWith("download/action", StringComparison.Ordinal)).Select(row => (row.Caller, row.Outcome))
            .ShouldBe([(TestStamp.Administrator, "Accepted"), (TestStamp.Administrator, "Succeeded")]);
    }

    [Fact]
    public async Task Restart_WrittenBlockDamagedOnDisk_IsFetchedAnew()
    {
        await using var rig = await StartNewAsync(Impatient with { RangesAtOnce = 1 });
        var disk = Blob(3 * Block);
        var isCut = true;
        disk.Fault = async (context, number) =>
        {
            if (!isCut || number <= 2)
                return false;
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return true;
        };
        var name = rig.Offer(disk);
        using var accepted = await rig.BeginAsync(name);
        await UntilAsync(() => Task.FromResult<JsonNode>(disk.Ranges), ranges => ranges.GetValue<int>() > 2);
        await rig.Stamp.StopAsync();
        isCut = false;
        var part = Directory.GetFiles(Path.Combine(rig.Stamp.Folder, "marketplace", "partial"), "*", SearchOption.AllDirectories)
            .Single(file => new FileInfo(file).Length == 3 * Block);
        await using (var file = File.Open(part, FileMode.Open))
        {
            file.Position = Block + 100;
            file.WriteByte((byte)(disk.Content[Block + 100] ^ 1));
        }

        await rig.Stamp.StartAgainAsync();

        Text(await rig.EndOfAsync(accepted), "status").ShouldBe("Succeeded");
        (await rig.DiskAsync(name)).ShouldBe(disk.Content);
    }

    [Fact]
    public async Task Restart_OrphansLeftByAKill_AreSwept()
    {
        await using var rig = await StartNewAsync(Impatient);
        var kept = rig.Offer(Blob(100));
        await rig.DownloadAsync(kept);
        await rig.Stamp.StopAsync();
        var files = rig.ContentFiles().Length;
        await File.WriteAllTextAsync(Path.Combine(rig.Stamp.Folder, "marketplace", "content", new string('a', 64)), "orphan");
        Directory.CreateDirectory(Path.Combine(rig.Stamp.Folder, "marketplace", "partial", "orphan"));

        await rig.Stamp.StartAgainAsync();

        rig.ContentFiles().Length.ShouldBe(files);
        Directory.Exists(Path.Combine(rig.Stamp.Folder, "marketplace", "partial", "orphan")).ShouldBeFalse();
        (await rig.ListedAsync()).ShouldBe([kept]);
    }
}
