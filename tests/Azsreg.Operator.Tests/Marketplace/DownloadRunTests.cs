using Azsreg.Operator.Marketplace;
using Azsreg.Protocol;
using static Azsreg.Operator.Tests.Marketplace.FakeStampAdmin;

namespace Azsreg.Operator.Tests.Marketplace;

public sealed class DownloadRunTests : IAsyncLifetime
{
    private const string Agent = "acme.agent-1.0.0";
    private const string Operation = "/subscriptions/s/providers/Microsoft.AzureBridge.Admin/operations/1";
    private static readonly (string Name, string Value)[] Named = [("Azure-AsyncOperation", "{url}" + Operation), ("Retry-After", "0")];
    private static readonly (string Name, string Value)[] AtOnce = [("Retry-After", "0")];

    private readonly List<DownloadProgress> _seen = [];
    private FakeStampAdmin _stamp = null!;

    public async ValueTask InitializeAsync() => _stamp = await StartAsync();

    public ValueTask DisposeAsync() => _stamp.DisposeAsync();

    [Fact]
    public async Task Run_OperationWithFigures_TellsThemAndTheEnd()
    {
        _stamp.Lists(Product(Agent, "Agent", "1.0.0"))
            .On($"POST {ActivationId}/products/{Agent}/download", 202, "", Named)
            .OnSeries(
                $"GET {Operation}",
                (200, """{"id":"o","name":"1","status":"InProgress","percentComplete":25.5,"properties":{"bytesDone":261,"bytesTotal":1024,"bytesPerSecond":100.0,"phase":"downloading","provisioningState":"Downloading"} }""", AtOnce),
                (200, """{"id":"o","name":"1","status":"Succeeded","percentComplete":100,"properties":{"bytesDone":1024,"bytesTotal":1024,"provisioningState":"Succeeded"} }""", []));

        var ended = await RunAsync();

        ended.Stage.ShouldBe(DownloadStage.Downloaded);
        var middle = _seen.First(one => one.Stage == DownloadStage.Downloading && one.BytesDone is not null);
        (middle.Percent, middle.BytesDone, middle.BytesTotal, middle.BytesPerSecond, middle.Phase).ShouldBe((25.5, 261, 1024, 100.0, "downloading"));
        middle.Left!.Value.TotalSeconds.ShouldBe(7.63, 0.01);
    }

    [Fact]
    public async Task Run_StampTellsStateOnly_WatchesTheProduct()
    {
        // As a real stamp: the resource in the 202, no figures, the item listed while it is under way.
        _stamp.Lists(Product(Agent, "Agent", "1.0.0"))
            .On($"POST {ActivationId}/products/{Agent}/download", 202, Product(Agent, "Agent", "1.0.0", state: "Downloading"), AtOnce)
            .OnSeries(
                $"GET {ActivationId}/downloadedProducts/{Agent}",
                (200, Product(Agent, "Agent", "1.0.0", state: "Downloading"), []),
                (200, Product(Agent, "Agent", "1.0.0", state: "Succeeded"), []));

        var ended = await RunAsync();

        ended.Stage.ShouldBe(DownloadStage.Downloaded);
        _seen.ShouldContain(one => one.Stage == DownloadStage.Downloading && one.Percent == null);
    }

    [Fact]
    public async Task Run_LocationOnly_AsksItUntilItDoesNotAnswer202()
    {
        _stamp.Lists(Product(Agent, "Agent", "1.0.0"))
            .On($"POST {ActivationId}/products/{Agent}/download", 202, "", ("Location", "{url}/results/1"), ("Retry-After", "0"))
            .OnSeries("GET /results/1", (202, "", AtOnce), (200, Product(Agent, "Agent", "1.0.0"), []));

        (await RunAsync()).Stage.ShouldBe(DownloadStage.Downloaded);

        _stamp.Asked.Count(asked => asked == "GET /results/1").ShouldBe(2);
    }

    [Fact]
    public async Task Run_UnderWayAlready_WatchesThat()
    {
        _stamp.Lists(Product(Agent, "Agent", "1.0.0"))
            .On($"POST {ActivationId}/products/{Agent}/download", 409, """{"error":{"code":"RequestConflict","message":"Cannot modify resource with id 'x' because the resource entity provisioning state is not terminal."} }""")
            .On($"GET {ActivationId}/downloadedProducts/{Agent}", 200, Product(Agent, "Agent", "1.0.0"));

        (await RunAsync()).Stage.ShouldBe(DownloadStage.Downloaded);
    }

    [Fact]
    public async Task Run_OperationForgotten_AsksAgainAndGoesOn()
    {
        _stamp.Lists(Product(Agent, "Agent", "1.0.0"))
            .OnSeries($"POST {ActivationId}/products/{Agent}/download", (202, "", Named), (202, "", [("Azure-AsyncOperation", "{url}/operations/2"), ("Retry-After", "0")]))
            .On($"GET {Operation}", 404, """{"error":{"code":"ResourceNotFound","message":"no such operation"} }""")
            .On("GET /operations/2", 200, """{"status":"Succeeded"}""");

        (await RunAsync()).Stage.ShouldBe(DownloadStage.Downloaded);

        _stamp.Asked.Count(asked => asked.StartsWith("POST", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Theory]
    [InlineData("ProductJobFailed", "At least one of the job steps failed. Failed job action(s): WaitGalleryItem", "AZR6062")]
    [InlineData("AzureRefused", "Azure refused: AuthorizationFailed: The client 'x' does not have authorization", "AZR6025")]
    [InlineData("AzureRefused", "invalid_client: AADSTS700016: Application with identifier 'x' was not found in the directory", "AZR6024")]
    [InlineData("AzureNotReached", "Nobody listens at https://management.local.", "AZR6027")]
    public async Task Run_OperationFails_NamesTheCause(string code, string message, string expected)
    {
        _stamp.Lists(Product(Agent, "Agent", "1.0.0"))
            .On($"POST {ActivationId}/products/{Agent}/download", 202, "", Named)
            .On($"GET {Operation}", 200, $$"""{"status":"Failed","error":{"code":"{{code}}","message":"{{message}}"} }""");

        var ended = await RunAsync();

        ended.Stage.ShouldBe(DownloadStage.Failed);
        ended.Failure!.Entry.Code.ShouldBe(expected);
        ended.Failure.Detail.ShouldContain(message);
    }

    [Fact]
    public async Task Run_Canceled_SaysSo()
    {
        _stamp.Lists(Product(Agent, "Agent", "1.0.0"))
            .On($"POST {ActivationId}/products/{Agent}/download", 202, "", Named)
            .On($"GET {Operation}", 200, """{"status":"Canceled"}""");

        (await RunAsync()).Failure!.Entry.ShouldBe(ErrorCatalogue.DownloadCanceled);
    }

    [Fact]
    public async Task Run_OneFails_TheOthersGoOn()
    {
        _stamp.Lists($"{Product(Agent, "Agent", "1.0.0")},{Product("acme.other-2.0.0", "Other", "2.0.0")}")
            .On($"POST {ActivationId}/products/{Agent}/download", 404, """{"error":{"code":"ResourceNotFound","message":"gone"} }""")
            .On($"POST {ActivationId}/products/acme.other-2.0.0/download", 200, Product("acme.other-2.0.0", "Other", "2.0.0"));
        using var marketplace = _stamp.Open();
        var inventory = await marketplace.ReadAsync(TestContext.Current.CancellationToken);

        var ended = await new DownloadRun(marketplace).RunAsync(
            [.. inventory.Items.Select(item => new PlannedDownload(item))], _ => { }, TestContext.Current.CancellationToken);

        ended.Select(one => (one.Item.Id, one.Stage)).ShouldBe([(Agent, DownloadStage.Failed), ("acme.other-2.0.0", DownloadStage.Downloaded)]);
    }

    [Fact]
    public async Task Run_Interrupted_StopsLookingAndCancelsNothing()
    {
        using var interrupt = new CancellationTokenSource();
        _stamp.Lists(Product(Agent, "Agent", "1.0.0"))
            .On($"POST {ActivationId}/products/{Agent}/download", 202, "", Named)
            .On($"GET {Operation}", 200, """{"status":"InProgress","properties":{"bytesDone":1,"bytesTotal":1024} }""", AtOnce);
        using var marketplace = _stamp.Open();
        var inventory = await marketplace.ReadAsync(TestContext.Current.CancellationToken);

        await Should.ThrowAsync<OperationCanceledException>(() => new DownloadRun(marketplace).RunAsync(
            [new PlannedDownload(inventory.Items[0])],
            told =>
            {
                if (told.BytesDone == 1)
                    interrupt.Cancel();
            },
            interrupt.Token));

        _stamp.Asked.ShouldNotContain(asked => asked.Contains("cancel", StringComparison.OrdinalIgnoreCase));
    }

    private async Task<DownloadProgress> RunAsync()
    {
        using var marketplace = _stamp.Open();
        var inventory = await marketplace.ReadAsync(TestContext.Current.CancellationToken);
        var ended = await new DownloadRun(marketplace).RunAsync([new PlannedDownload(inventory.Find(Agent)!)], _seen.Add, TestContext.Current.CancellationToken);
        return ended.ShouldHaveSingleItem();
    }
}
