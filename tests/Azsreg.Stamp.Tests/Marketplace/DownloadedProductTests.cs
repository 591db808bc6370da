using System.Net;
using System.Text.Json.Nodes;
using Azsreg.Stamp.Access;
using Azsreg.Stamp.Tests.Fakes;
using static Azsreg.Stamp.Tests.Marketplace.MarketplaceStamp;

namespace Azsreg.Stamp.Tests.Marketplace;

public sealed class DownloadedProductTests(MarketplaceStamp rig) : IClassFixture<MarketplaceStamp>
{
    [Fact]
    public async Task Delete_ContentAnotherItemHas_StaysWithThatItem()
    {
        var content = Blob(1000).Content;
        var (one, other) = (rig.Offer(new FakeBlob(content)), rig.Offer(new FakeBlob(content)));
        await rig.DownloadAsync(one);
        await rig.DownloadAsync(other);

        using var deleted = await rig.Stamp.SendAsync(HttpMethod.Delete, rig.PathOf(one), MarketplaceStamp.Version);

        deleted.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await rig.DiskAsync(other)).ShouldBe(content);
        using var last = await rig.Stamp.SendAsync(HttpMethod.Delete, rig.PathOf(other), MarketplaceStamp.Version);
        rig.ContentFiles().ShouldNotContain(file => file.EndsWith(new FakeBlob(content).Sha256, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Delete_NotThere_Is204()
    {
        using var response = await rig.Stamp.SendAsync(HttpMethod.Delete, rig.PathOf("contoso.none-1.0"), MarketplaceStamp.Version);

        response.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Delete_OtherEntityTag_Is412()
    {
        var name = rig.Offer(Blob(10));
        await rig.DownloadAsync(name);
        using var request = new HttpRequestMessage(HttpMethod.Delete, new Uri(rig.Stamp.AdminUrl, $"{rig.PathOf(name)}?api-version={MarketplaceStamp.Version}"));
        request.Headers.Authorization = new("Bearer", (await rig.Stamp.SignInAsync()).Reveal());
        request.Headers.TryAddWithoutValidation("If-Match", "W/\"other\"");
        using var http = new HttpClient(rig.Stamp.Handler, disposeHandler: false);

        using var response = await http.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        (await rig.ListedAsync()).ShouldContain(name);
    }

    [Fact]
    public async Task Get_NewerVersionListed_TellsIt()
    {
        var name = rig.Offer(Blob(10));
        var newer = name.Replace("-1.0.0", "-1.10.0", StringComparison.Ordinal);
        rig.Azure.Items[name.Replace("-1.0.0", "-1.9.0", StringComparison.Ordinal)] = rig.Azure.Items[name];
        rig.Azure.Items[newer] = rig.Azure.Items[name];
        await rig.DownloadAsync(name);

        var item = await rig.Stamp.ReadAsync(rig.PathOf(name), MarketplaceStamp.Version);

        item["properties"]!["updates"]!.ToJsonString().ShouldBe($$"""{"newestVersion":"1.10.0","newestProduct":"{{newer}}"}""");
    }

    [Fact]
    public async Task CleanUp_OldVersion_IsToldAndThenRemoved()
    {
        await using var other = await StartNewAsync(Impatient);
        var old = other.Offer(Blob(500));
        var newest = old.Replace("-1.0.0", "-2.0.0", StringComparison.Ordinal);
        other.Azure.Items[newest] = new FakeItem($"{old}.azpkg", $"{newest}.vhd");
        other.Azure.Blobs.Blobs[$"{newest}.vhd"] = Blob(600);
        await other.DownloadAsync(old);
        await other.DownloadAsync(newest);
        var path = $"{other.Stamp.ActivationPath}/downloadedProducts/cleanup";

        using var told = await other.Stamp.SendAsync(HttpMethod.Post, path, MarketplaceStamp.Version);
        var report = JsonNode.Parse(await told.Content.ReadAsStringAsync())!;
        (await other.ListedAsync()).Count.ShouldBe(2);
        using var done = await other.Stamp.SendAsync(HttpMethod.Post, path + "?dryRun=false", MarketplaceStamp.Version);

        report["dryRun"]!.GetValue<bool>().ShouldBeTrue();
        // The package of 1,000 bytes is the newest version's as well.
        report["bytes"]!.GetValue<long>().ShouldBe(500);
        Text(report["value"]!.AsArray().ShouldHaveSingleItem()!, "name").ShouldBe("default/" + old);
        (await other.ListedAsync()).ShouldBe([newest]);
        (await other.DiskAsync(newest)).Length.ShouldBe(600);
    }

    [Fact]
    public async Task Items_RegisteredElsewhere_StayOnTheStamp()
    {
        await using var other = await StartNewAsync(Impatient);
        var name = other.Offer(Blob(100));
        await other.DownloadAsync(name);
        using var removed = await other.Stamp.SendAsync(HttpMethod.Delete, other.Stamp.ActivationPath, MarketplaceStamp.Version);
        (await other.ListedAsync()).ShouldBe([name]);

        (await other.Stamp.ActivateAsync(other.Stamp.MakeKey(key => key with { SubscriptionId = "8f2a0000-0000-4000-8000-000000000b91" }))).Errors.ShouldBeEmpty();

        (await other.ListedAsync()).ShouldBe([name]);
        (await other.DiskAsync(name)).Length.ShouldBe(100);
    }

    [Fact]
    public async Task Delete_Reader_IsRefusedAndAudited()
    {
        var name = rig.Offer(Blob(10));
        await rig.DownloadAsync(name);
        var reader = await rig.Stamp.SignInAsAsync(StampRoleName.Reader);

        using var refused = await rig.Stamp.SendAsync(HttpMethod.Delete, rig.PathOf(name), MarketplaceStamp.Version, token: reader);

        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await rig.Stamp.AuditAsync()).ShouldContain(row =>
            row.Caller == "Reader@azurestack.local" && row.Action.EndsWith("downloadedProducts/delete", StringComparison.Ordinal) && row.Outcome == "Refused");
    }
}
