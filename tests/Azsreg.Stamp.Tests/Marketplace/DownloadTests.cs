using System.Net;
using System.Text.Json.Nodes;
using Azsreg.Stamp.Tests.Fakes;
using Microsoft.AspNetCore.Http;
using static Azsreg.Stamp.Tests.Marketplace.MarketplaceStamp;

namespace Azsreg.Stamp.Tests.Marketplace;

public sealed class DownloadTests(MarketplaceStamp rig) : IClassFixture<MarketplaceStamp>
{
    [Fact]
    public async Task Download_Item_IsAcceptedWithPlacesToPollAndThenListedWhole()
    {
        var disk = Blob((3 * Block) + 12345);
        var name = rig.Offer(disk);

        using var accepted = await rig.BeginAsync(name);

        accepted.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        accepted.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        accepted.Headers.Location!.AbsolutePath.ShouldContain("/operationresults/");
        var operation = await rig.EndOfAsync(accepted);
        Text(operation, "status").ShouldBe("Succeeded", operation.ToJsonString());
        operation["percentComplete"]!.GetValue<int>().ShouldBe(100);
        operation["properties"]!["bytesDone"]!.GetValue<long>().ShouldBe(disk.Content.Length + 1000);
        var item = await rig.Stamp.ReadAsync(rig.PathOf(name), MarketplaceStamp.Version);
        Text(item, "name").ShouldBe($"default/{name}");
        Text(item, "type").ShouldBe("Microsoft.AzureBridge.Admin/activations/downloadedProducts");
        Text(item, "etag").ShouldStartWith("W/\"datetime'");
        Text(item["properties"]!, "provisioningState").ShouldBe("Succeeded");
        (await rig.ListedAsync()).ShouldContain(name);
        (await rig.DiskAsync(name)).ShouldBe(disk.Content);
    }

    [Fact]
    public async Task Download_Again_Is200WithTheItem()
    {
        var name = rig.Offer(Blob(1000));
        await rig.DownloadAsync(name);

        using var again = await rig.BeginAsync(name);

        again.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

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

        await SucceedsAsync(disk);
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
        await using var other = await StartNewAsync(Impatient with { StallAfter = TimeSpan.FromMilliseconds(400), Patience = TimeSpan.FromSeconds(4) });
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
        await using var other = await StartNewAsync(Impatient with { StallAfter = TimeSpan.FromSeconds(30), RangesAtOnce = 2 });
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
    public async Task Download_OneOfTwoFails_TheOtherIsListed()
    {
        var damaged = Blob(Block);
        damaged.Damages = _ => true;
        var (bad, good) = (rig.Offer(damaged), rig.Offer(Blob(Block)));

        var ends = await Task.WhenAll(rig.DownloadAsync(bad), rig.DownloadAsync(good));

        ends.Select(end => Text(end, "status")).ShouldBe(["Failed", "Succeeded"]);
        (await rig.ListedAsync()).ShouldContain(good);
    }

    [Fact]
    public async Task Download_SameContentTwice_LiesOnceAndIsFetchedOnce()
    {
        var content = Blob(2 * Block).Content;
        var (one, other) = (new FakeBlob(content), new FakeBlob(content));

        await Task.WhenAll(rig.DownloadAsync(rig.Offer(one)), rig.DownloadAsync(rig.Offer(other)));

        (one.Ranges + other.Ranges).ShouldBe(2);
        rig.ContentFiles().Count(file => file.EndsWith(one.Sha256, StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Download_Solution_BringsWhatItNeeds()
    {
        var (first, second) = (rig.Offer(Blob(1000)), rig.Offer(Blob(1000)));
        var inner = rig.Offer(Blob(1), item => item with { Needs = [second] });
        var solution = rig.Offer(Blob(1), item => item with { Needs = [first, inner] });

        var operation = await rig.DownloadAsync(solution);

        Text(operation, "status").ShouldBe("Succeeded");
        (await rig.ListedAsync()).Intersect([first, second, inner, solution]).Count().ShouldBe(4);
    }

    [Fact]
    public async Task Download_SolutionsThatNeedEachOther_AreBothListed()
    {
        var one = rig.Offer(Blob(1));
        var other = rig.Offer(Blob(1), item => item with { Needs = [one] });
        rig.Azure.Items[one] = rig.Azure.Items[one] with { Needs = [other] };

        Text(await rig.DownloadAsync(one), "status").ShouldBe("Succeeded");

        (await rig.ListedAsync()).ShouldContain(other);
    }

    [Fact]
    public async Task Download_DependencyFails_SolutionFailsAndIsNotListed()
    {
        var damaged = Blob(1000);
        damaged.Damages = _ => true;
        var need = rig.Offer(damaged);
        var solution = rig.Offer(Blob(1), item => item with { Needs = [need] });

        var operation = await rig.DownloadAsync(solution);

        Text(operation["error"]!, "code").ShouldBe("DependencyFailed");
        Text(operation["error"]!, "message").ShouldContain(need);
        (await rig.ListedAsync()).ShouldNotContain(solution);
    }

    [Fact]
    public async Task Download_Icon_IsRehostedForEverybody()
    {
        rig.Azure.Blobs.Blobs["icon.png"] = new FakeBlob([0x89, (byte)'P', (byte)'N', (byte)'G', 1, 2, 3]);
        var name = rig.Offer(Blob(10), item => item with { Icon = rig.Azure.Blobs.LinkOf(rig.Azure.Url, "icon.png") });

        await rig.DownloadAsync(name);

        var item = await rig.Stamp.ReadAsync(rig.PathOf(name), MarketplaceStamp.Version);
        var link = new Uri(item["properties"]!["iconUris"]!["large"]!.GetValue<string>());
        link.Authority.ShouldBe(rig.Stamp.AdminUrl.Authority);
        using var http = new HttpClient(rig.Stamp.Handler, disposeHandler: false);
        using var picture = await http.GetAsync(link);
        picture.Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
        picture.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("sandbox");
    }

    [Fact]
    public async Task Download_Incompatible_IsRefusedWithTheIssue()
    {
        var name = rig.Offer(Blob(10), item => item with { IsCompatible = false });

        using var refused = await rig.BeginAsync(name);

        refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var (code, message) = await TestStamp.ErrorOfAsync(refused);
        code.ShouldBe("ProductNotCompatible");
        message.ShouldContain("HigherDeviceVersionRequired");
    }

    [Fact]
    public async Task Download_NotListed_SaysSoInThePublishedWords()
    {
        using var refused = await rig.BeginAsync("contoso.none-1.0.0");

        refused.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await TestStamp.ErrorOfAsync(refused)).Message.ShouldStartWith("Product : contoso.none-1.0.0 is not listed in registration subscription for download.");
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

    [Fact]
    public async Task Cancel_UnderWay_EndsItAndLeavesNothing()
    {
        var disk = Blob(2 * Block);
        disk.Fault = async (context, number) =>
        {
            if (number > 1)
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return number > 1;
        };
        var name = rig.Offer(disk);
        using var accepted = await rig.BeginAsync(name);
        await UntilAsync(() => Task.FromResult<JsonNode>(disk.Ranges), ranges => ranges.GetValue<int>() > 1);

        using var cancelled = await rig.Stamp.SendAsync(HttpMethod.Post, rig.PathOf(name) + "/cancel", MarketplaceStamp.Version);

        cancelled.StatusCode.ShouldBe(HttpStatusCode.OK);
        Text(await rig.EndOfAsync(accepted), "status").ShouldBe("Canceled");
        using var gone = await rig.Stamp.GetAsync(rig.PathOf(name), MarketplaceStamp.Version);
        gone.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Delete_UnderWay_IsAConflictInTheRealWords()
    {
        var disk = Blob(Block);
        var go = new TaskCompletionSource();
        disk.Fault = async (_, _) =>
        {
            await go.Task;
            return false;
        };
        var name = rig.Offer(disk);
        using var accepted = await rig.BeginAsync(name);

        using var refused = await rig.Stamp.SendAsync(HttpMethod.Delete, rig.PathOf(name), MarketplaceStamp.Version);

        refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var (code, message) = await TestStamp.ErrorOfAsync(refused);
        code.ShouldBe("RequestConflict");
        message.ShouldBe(
            $"Cannot modify resource with id '{rig.PathOf(name)}' because the resource entity provisioning state is not terminal. "
            + "Please wait for the provisioning state to become terminal and then retry the request.");
        go.SetResult();
        Text(await rig.EndOfAsync(accepted), "status").ShouldBe("Succeeded");
    }

    private async Task SucceedsAsync(FakeBlob disk)
    {
        var name = rig.Offer(disk);
        var operation = await rig.DownloadAsync(name);
        Text(operation, "status").ShouldBe("Succeeded", operation.ToJsonString());
        (await rig.DiskAsync(name)).ShouldBe(disk.Content);
    }
}
