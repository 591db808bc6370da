using Azsreg.Operator.Marketplace;
using Azsreg.Operator.SignIn;
using Azsreg.Operator.Stamps;
using Azsreg.Protocol;
using static Azsreg.Operator.Tests.Marketplace.FakeStampAdmin;

namespace Azsreg.Operator.Tests.Marketplace;

/// <summary>The marketplace for somebody whose sign-in is not in this data folder's books, and what a page about it asks.</summary>
public sealed class SignedInStampTests : IAsyncLifetime
{
    private FakeStampAdmin _stamp = null!;
    private AzureSession _session = null!;

    public async ValueTask InitializeAsync()
    {
        _stamp = await StartAsync();
        _session = _stamp.Operator.TryOpenStampAdmin(_stamp.Operator.Stamps.Get(Stamp))!;
    }

    public async ValueTask DisposeAsync()
    {
        _session.Dispose();
        await _stamp.DisposeAsync();
    }

    [Fact]
    public async Task Probe_ListThere_AsksForOneProductOnly()
    {
        _stamp.Lists(Product("a-1", "A", "1"));

        (await Open().ProbeAsync(TestContext.Current.CancellationToken)).IsStale.ShouldBeFalse();

        _stamp.Asked.ShouldBe([$"GET {ActivationId}/products?api-version=2016-01-01&$top=1"]);
    }

    [Fact]
    public async Task Probe_ListFromBefore_SaysSo()
    {
        _stamp.Lists("").On($"GET {ActivationId}/products", 200, """{"value":[]}""", ("Warning", "110 - \"Response is Stale\""), ("Age", "900"));

        (await Open().ProbeAsync(TestContext.Current.CancellationToken)).ShouldBe((true, TimeSpan.FromMinutes(15)));
    }

    [Fact]
    public async Task Probe_NoMarketplace_NamesTheCause() =>
        (await Should.ThrowAsync<CataloguedException>(() => Open().ProbeAsync(TestContext.Current.CancellationToken))).Entry.Code.ShouldBe("AZR6020");

    [Fact]
    public async Task ReadContent_Downloads_TellsTheLatestOfEachWithItsFigures()
    {
        _stamp.Lists("", Product("a-1", "A", "1", state: "Downloading")).On($"GET {ActivationId}/operations", 200, """
            {"value":[
             {"id":"o3","name":"o3","status":"InProgress","startTime":"2026-11-23T00:00:00.0000000Z","percentComplete":25,
              "properties":{"product":"default/a-1","kind":"Download","bytesDone":256,"bytesTotal":1024,"bytesPerSecond":128,"phase":"WaitingForDependencies","provisioningState":"Downloading","startedBy":"ann"} },
             {"id":"o2","name":"o2","status":"Failed","percentComplete":0,"properties":{"product":"default/b-1","kind":"Import","bytesDone":0,"bytesTotal":9},
              "error":{"code":"DiskFull","message":"The stamp's disk ran full. Make room, then start the download again; what is there already is kept and not fetched twice. (AZR6031)"} },
             {"id":"o1","name":"o1","status":"Canceled","percentComplete":0,"properties":{"product":"default/a-1","kind":"Download"} },
             {"id":"o0","name":"o0","status":"Canceled","percentComplete":0,"properties":{"product":"default/c-1","kind":"Download"} }]}
            """);

        var downloads = (await Open().ReadContentAsync(TestContext.Current.CancellationToken)).Downloads;

        downloads.Select(one => one.Id).ShouldBe(["a-1", "b-1", "c-1"]);
        var running = downloads[0];
        (running.Stage, running.Phase, running.Percent, running.StartedBy).ShouldBe((DownloadStage.Downloading, "waiting for dependencies", 25, "ann"));
        (running.Left, running.StartedAt).ShouldBe((TimeSpan.FromSeconds(6), new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero)));
        (downloads[1].Failure!.Entry.Code, downloads[1].IsImport, downloads[1].IsUnderWay).ShouldBe(("AZR6031", true, false));
        downloads[2].Failure!.Entry.ShouldBe(ErrorCatalogue.DownloadCanceled);
    }

    [Fact]
    public async Task ReadContent_StampThatTellsNoDownloads_HasItsItemsAllTheSame()
    {
        _stamp.Lists("", Product("a-1", "A", "1"));

        var content = await Open().ReadContentAsync(TestContext.Current.CancellationToken);

        content.Downloads.ShouldBeEmpty();
        content.With([]).Items.ShouldHaveSingleItem().State.ShouldBe(ItemState.Downloaded);
    }

    [Fact]
    public async Task FindUsers_SolutionOnTheStamp_IsFoundByWhatItNeeds()
    {
        const string Solution = ""","productDetailsProperties":{"dependentProducts":["A-1"]} """;
        _stamp.Lists("", $"{Product("a-1", "A", "1")},{Product("cluster-1", "Cluster", "1", kind: "solution", more: Solution)},{Product("b-1", "B", "1")}");
        var marketplace = Open();
        var inventory = await marketplace.ReadDownloadedAsync(TestContext.Current.CancellationToken);

        var users = await marketplace.FindUsersAsync(inventory, [inventory.Find("a-1")!, inventory.Find("b-1")!], TestContext.Current.CancellationToken);

        users["a-1"].ShouldHaveSingleItem().Id.ShouldBe("cluster-1");
        users["b-1"].ShouldBeEmpty();
    }

    private StampMarketplace Open() => StampMarketplace.Open(_stamp.Operator, new SignedInStamp(Stamp, "admin@azurestack.local", _session.Arm, Subscription, "lab"));
}
