using Azsreg.Stamp.Tests.Fakes;
using Microsoft.AspNetCore.Http;
using static Azsreg.Stamp.Tests.Marketplace.MarketplaceStamp;

namespace Azsreg.Stamp.Tests.Marketplace;

/// <summary>Downloads from a peer that cuts, damages, refuses, stalls or changes what it gives.</summary>
public sealed class DownloadFaultTests(MarketplaceStamp rig) : IClassFixture<MarketplaceStamp>
{
    [Fact]
    public async Task Download_ConnectionCutWithinBlocks_GoesOn()
    {
        var disk = Blob(3 * Block);
        disk.Fault = async (context, number) =>
        {
            if (number is not (1 or 3))
                return false;
            context.Response.StatusCode = 206;
            context.Response.ContentLength = Block;
            context.Response.Headers.ContentRange = $"{context.Request.Headers.Range.ToString().Replace('=', ' ')}/{3 * Block}";
            context.Response.Headers["x-ms-content-crc64"] = "AAAAAAAAAAA=";
            await context.Response.Body.WriteAsync(new byte[100_000]);
            await context.Response.Body.FlushAsync();
            context.Abort();
            return true;
        };

        await SucceedsAsync(disk);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task Download_ServiceBusy_WaitsAsLongAsItSays(int status)
    {
        var disk = Blob(2 * Block);
        var refusedAt = 0L;
        var nextAt = 0L;
        disk.Fault = (context, number) =>
        {
            if (number == 1)
            {
                refusedAt = TimeProvider.System.GetTimestamp();
                context.Response.StatusCode = status;
                context.Response.Headers.RetryAfter = "1";
                return Task.FromResult(true);
            }

            // The first two were sent side by side.
            if (number == 3)
                nextAt = TimeProvider.System.GetTimestamp();
            return Task.FromResult(false);
        };

        await SucceedsAsync(disk);

        TimeProvider.System.GetElapsedTime(refusedAt, nextAt).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(990));
    }

    [Fact]
    public async Task Download_LinksExpireInTheMiddle_AsksForNewOnes()
    {
        var disk = Blob(3 * Block);
        disk.Fault = (context, number) =>
        {
            if (number != 2)
                return Task.FromResult(false);
            rig.Azure.Blobs.ExpireLinks();
            context.Response.StatusCode = 403;
            return Task.FromResult(true);
        };

        await SucceedsAsync(disk);
    }

    [Fact]
    public async Task Download_BytesDamagedTwice_FetchesTheBlockAnew()
    {
        var disk = Blob(2 * Block);
        disk.Damages = number => number is 1 or 2;

        await SucceedsAsync(disk);

        disk.Ranges.ShouldBe(4);
    }

    [Fact]
    public async Task Download_NoCrc64_ChecksByMd5()
    {
        var disk = new FakeBlob(Blob(2 * Block).Content) { GivesCrc64 = false, TellsSha256 = false, TellsMd5 = true };
        disk.Damages = number => number is 3;

        await SucceedsAsync(disk);
    }

    [Fact]
    public async Task Download_BlockAlwaysDamaged_FailsByNameAndListsNothing()
    {
        var disk = Blob(2 * Block);
        disk.Damages = _ => true;
        var name = rig.Offer(disk);

        var operation = await rig.DownloadAsync(name);

        Text(operation, "status").ShouldBe("Failed");
        Text(operation["error"]!, "code").ShouldBe("BlockCorrupted");
        Text(operation["error"]!, "message").ShouldContain("AZR6032");
        (await rig.ListedAsync()).ShouldNotContain(name);
        Text((await rig.Stamp.ReadAsync(rig.PathOf(name), MarketplaceStamp.Version))["properties"]!, "provisioningState").ShouldBe("Stopped");
    }

    [Fact]
    public async Task Download_WholeIsNotWhatAzureTells_FailsByName()
    {
        var disk = new FakeBlob(Blob(Block + 1).Content) { WrongSha256 = new string('a', 64) };
        var name = rig.Offer(disk);

        var operation = await rig.DownloadAsync(name);

        Text(operation["error"]!, "code").ShouldBe("ContentCorrupted");
        disk.Ranges.ShouldBe(4);
    }

    [Fact]
    public async Task Download_PeerStalls_AbandonsTheRangeAndAsksAgain()
    {
        await using var other = await StartNewAsync(Impatient with { StallAfter = TimeSpan.FromSeconds(1) });
        var disk = Blob(2 * Block);
        disk.Fault = async (context, number) =>
        {
            if (number != 1)
                return false;
            context.Response.StatusCode = 206;
            context.Response.ContentLength = Block;
            await context.Response.Body.WriteAsync(new byte[10]);
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return true;
        };

        await SucceedsAsync(disk, other);
    }

    [Fact]
    public async Task Download_BlobReplacedInTheMiddle_BeginsAnewWithTheNewOne()
    {
        var disk = Blob(3 * Block);
        var other = Blob((2 * Block) + 7).Content;
        disk.Fault = (_, number) =>
        {
            if (number == 2)
                disk.Replace(other);
            return Task.FromResult(false);
        };

        await SucceedsAsync(disk);
    }

    [Fact]
    public async Task Download_NothingComesThrough_FailsByNameAfterItsPatience()
    {
        await using var other = await StartNewAsync(Impatient with { Patience = TimeSpan.FromMilliseconds(300) });
        var disk = Blob(Block);
        disk.Fault = (context, _) =>
        {
            context.Abort();
            return Task.FromResult(true);
        };

        var operation = await other.DownloadAsync(other.Offer(disk));

        Text(operation["error"]!, "code").ShouldBe("DownloadInterrupted");
        Text(operation["error"]!, "message").ShouldNotContain("sig=");
    }

    /// <summary>The connection is open and nothing comes, however often it is asked for.</summary>
    [Fact]
    public async Task Download_PeerStallsForEver_FailsByNameWhileOthersGoOnAndComesLater()
    {
        await using var other = await StartNewAsync(Impatient with { StallAfter = TimeSpan.FromSeconds(2), Patience = TimeSpan.FromSeconds(9) });
        var silent = Blob(2 * Block);
        silent.Fault = async (context, _) =>
        {
            context.Response.StatusCode = 206;
            context.Response.ContentLength = Block;
            context.Response.Headers.ContentRange = $"{context.Request.Headers.Range.ToString().Replace('=', ' ')}/{2 * Block}";
            context.Response.Headers["x-ms-content-crc64"] = "AAAAAAAAAAA=";
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return true;
        };
        var (stuck, good) = (other.Offer(silent), other.Offer(Blob(2 * Block)));

        var ends = await Task.WhenAll(other.DownloadAsync(stuck), other.DownloadAsync(good));

        Text(ends[0]["error"]!, "code").ShouldBe("DownloadInterrupted");
        Text(ends[1], "status").ShouldBe("Succeeded", ends[1].ToJsonString());
        silent.Ranges.ShouldBeGreaterThan(2, "a range that stalls is asked for again");
        silent.Fault = (_, _) => Task.FromResult(false);
        Text(await other.DownloadAsync(stuck), "status").ShouldBe("Succeeded");
        (await other.DiskAsync(stuck)).ShouldBe(silent.Content);
    }

    /// <summary>All that come before the first block are more than there are buffers for; they are read back.</summary>
    [Fact]
    public async Task Download_FirstBlockComesLast_IsWhole()
    {
        await using var other = await StartNewAsync(Impatient with { RangesAtOnce = 2 });
        var disk = Blob((9 * Block) + 1);
        var others = new TaskCompletionSource();
        disk.Fault = async (_, number) =>
        {
            if (number == 1)
                await others.Task;
            else if (number == 10)
                others.SetResult();
            return false;
        };
        var name = other.Offer(disk);

        Text(await other.DownloadAsync(name), "status").ShouldBe("Succeeded");

        (await other.DiskAsync(name)).ShouldBe(disk.Content);
        disk.Ranges.ShouldBe(10);
    }

    [Fact]
    public async Task Download_OneOfTwoFails_TheOtherIsListed()
    {
        var damaged = Blob(Block);
        damaged.Damages = _ => true;
        var (bad, good) = (rig.Offer(damaged), rig.Offer(Blob(Block)));

        var ends = await Task.WhenAll(rig.DownloadAsync(bad), rig.DownloadAsync(good));

        ends.Select(end => Text(end, "status")).ShouldBe(["Failed", "Succeeded"]);
        (await rig.ListedAsync()).ShouldContain(good);
    }

    private Task SucceedsAsync(FakeBlob disk) => SucceedsAsync(disk, rig);

    private static async Task SucceedsAsync(FakeBlob disk, MarketplaceStamp stamp)
    {
        var name = stamp.Offer(disk);
        var operation = await stamp.DownloadAsync(name);
        Text(operation, "status").ShouldBe("Succeeded", operation.ToJsonString());
        (await stamp.DiskAsync(name)).ShouldBe(disk.Content);
    }
}
