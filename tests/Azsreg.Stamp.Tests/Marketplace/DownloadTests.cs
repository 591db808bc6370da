using System.Net;
using System.Text.Json.Nodes;
using Azsreg.Stamp.Tests.Fakes;
using static Azsreg.Stamp.Tests.Marketplace.MarketplaceStamp;

namespace Azsreg.Stamp.Tests.Marketplace;

/// <summary>Downloads where nothing stands in their way, and what may be done about one.</summary>
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
    public async Task Download_SameContentTwice_LiesOnceAndIsFetchedOnce()
    {
        var content = Blob(2 * Block).Content;
        var (one, other) = (new FakeBlob(content), new FakeBlob(content));

        await Task.WhenAll(rig.DownloadAsync(rig.Offer(one)), rig.DownloadAsync(rig.Offer(other)));

        (one.Ranges + other.Ranges).ShouldBe(2);
        rig.ContentFiles().Count(file => file.EndsWith(one.Sha256, StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Download_OfferedWhileAnOlderListIsOnItsWay_IsFound()
    {
        await using var other = await MarketplaceStamp.StartNewAsync(MarketplaceStamp.Impatient);
        await other.DownloadAsync(other.Offer(Blob(10)));
        other.Azure.HoldLists = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = other.DownloadAsync(other.Offer(Blob(10)));
        await other.Azure.ListHeld.Task;

        var second = other.DownloadAsync(other.Offer(Blob(10)));
        // Asked for later and answered from what is kept: by then the other one waits for a list.
        await other.Stamp.ReadAsync($"{other.Stamp.ActivationPath}/products", MarketplaceStamp.Version);
        other.Azure.HoldLists.SetResult();

        foreach (var operation in await Task.WhenAll(first, second))
            MarketplaceStamp.Text(operation, "status").ShouldBe("Succeeded");
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
}
