using static Azsreg.Stamp.Tests.Marketplace.MarketplaceStamp;

namespace Azsreg.Stamp.Tests.Marketplace;

/// <summary>Downloads on a stamp with little room, or a narrow line.</summary>
public sealed class DownloadRoomTests
{
    [Fact]
    public async Task Download_UnderACap_TakesAsLongAsItsBytes()
    {
        await using var other = await StartNewAsync(Impatient with { BytesPerSecond = 8 * 1024 * 1024 });
        var (one, two) = (Blob(Block), Blob(Block));
        var began = TimeProvider.System.GetTimestamp();

        var ends = await Task.WhenAll(other.DownloadAsync(other.Offer(one)), other.DownloadAsync(other.Offer(two)));

        ends.Select(end => Text(end, "status")).ShouldBe(["Succeeded", "Succeeded"]);
        // Both together: 8 MiB at 8 MiB a second, less the slice that may go at once.
        TimeProvider.System.GetElapsedTime(began).ShouldBeGreaterThan(TimeSpan.FromMilliseconds(900));
    }

    [Fact]
    public async Task Download_TooLittleRoom_FailsBeforeAnyByteIsFetched()
    {
        await using var other = await StartNewAsync(Impatient with { FreeBytes = () => 20 * 1024 * 1024 });
        var disk = Blob(3 * Block);

        var operation = await other.DownloadAsync(other.Offer(disk));

        Text(operation["error"]!, "code").ShouldBe("NotEnoughSpace");
        disk.Ranges.ShouldBe(0);
    }

    [Fact]
    public async Task Download_DiskRunsFull_FailsByNameAndGoesOnWhenThereIsRoom()
    {
        var free = long.MaxValue;
        await using var other = await StartNewAsync(Impatient with { FreeBytes = () => Interlocked.Read(ref free), RangesAtOnce = 1 });
        var disk = Blob(4 * Block);
        disk.Fault = (_, number) =>
        {
            if (number == 3)
                Interlocked.Exchange(ref free, 0);
            return Task.FromResult(false);
        };
        var name = other.Offer(disk);
        Text((await other.DownloadAsync(name))["error"]!, "code").ShouldBe("DiskFull");
        var before = disk.Ranges;

        Interlocked.Exchange(ref free, long.MaxValue);
        Text(await other.DownloadAsync(name), "status").ShouldBe("Succeeded");

        (disk.Ranges - before).ShouldBe(2);
        (await other.DiskAsync(name)).ShouldBe(disk.Content);
    }

    /// <summary>Every range is fetched by then; nobody comes for another and sees it.</summary>
    [Fact]
    public async Task Download_DiskFullAtTheLastBlocks_IsToldByName()
    {
        var free = long.MaxValue;
        await using var other = await StartNewAsync(Impatient with { FreeBytes = () => Interlocked.Read(ref free) });
        var disk = Blob(2 * Block);
        disk.Fault = (_, _) =>
        {
            Interlocked.Exchange(ref free, 0);
            return Task.FromResult(false);
        };

        Text((await other.DownloadAsync(other.Offer(disk)))["error"]!, "code").ShouldBe("DiskFull");
    }
}
