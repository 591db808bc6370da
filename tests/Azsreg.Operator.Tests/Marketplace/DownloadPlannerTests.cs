using Azsreg.Operator.Marketplace;
using Azsreg.Protocol;
using static Azsreg.Operator.Tests.Marketplace.FakeStampAdmin;

namespace Azsreg.Operator.Tests.Marketplace;

public sealed class DownloadPlannerTests : IAsyncLifetime
{
    private const string Health = $"GET /subscriptions/{Subscription}/resourceGroups/System.lab/providers/Microsoft.InfrastructureInsights.Admin/regionHealths/lab";
    private FakeStampAdmin _stamp = null!;

    public async ValueTask InitializeAsync() => _stamp = await StartAsync();

    public ValueTask DisposeAsync() => _stamp.DisposeAsync();

    [Fact]
    public async Task Plan_Solution_PutsWhatItNeedsBeforeIt()
    {
        _stamp.Lists(
            $"{Product("acme.cluster-1.0.0", "Cluster", "1.0.0", 2048, kind: "solution")},{Product("acme.node-1.0.0", "Node", "1.0.0")},{Product("acme.node-2.0.0", "Node", "2.0.0", 4096)},{Product("acme.agent-1.0.0", "Agent", "1.0.0")}",
            downloaded: Product("acme.agent-1.0.0", "Agent", "1.0.0"));
        _stamp.On($"GET {ActivationId}/products/acme.cluster-1.0.0", 200, Product(
            "acme.cluster-1.0.0", "Cluster", "1.0.0", kind: "solution", more: ""","productDetailsProperties":{"dependentProducts":["acme.node","acme.agent-1.0.0"]}"""));

        var plan = await PlanAsync("acme.cluster-1.0.0");

        plan.Items.Select(one => (one.Item.Id, one.NeededBy?.Id, one.IsInPlace)).ShouldBe(
        [
            ("acme.node-2.0.0", "acme.cluster-1.0.0", false),
            ("acme.agent-1.0.0", "acme.cluster-1.0.0", true),
            ("acme.cluster-1.0.0", null, false),
        ]);
        plan.Bytes.ShouldBe(4096 + 2048);
    }

    [Fact]
    public async Task Plan_NeedsEachOther_Ends()
    {
        _stamp.Lists($"{Product("a-1", "A", "1", kind: "solution")},{Product("b-1", "B", "1", kind: "solution")}");
        _stamp.On($"GET {ActivationId}/products/a-1", 200, Product("a-1", "A", "1", kind: "solution", more: ""","productDetailsProperties":{"dependentProducts":["b-1"]}"""));
        _stamp.On($"GET {ActivationId}/products/b-1", 200, Product("b-1", "B", "1", kind: "solution", more: ""","productDetailsProperties":{"dependentProducts":["a-1"]}"""));

        (await PlanAsync("a-1")).Items.Select(one => one.Item.Id).ShouldBe(["b-1", "a-1"]);
    }

    [Fact]
    public async Task Plan_DependenciesNotTold_SaysSo()
    {
        // As a real stamp, with nobody signed in to Azure who could ask there.
        _stamp.Lists(Product("a-1", "Cluster", "1", kind: "solution")).On($"GET {ActivationId}/products/a-1", 200, Product("a-1", "Cluster", "1", kind: "solution"));

        (await PlanAsync("a-1")).Notes.ShouldHaveSingleItem().ShouldContain("What Cluster is built from is not told here");
    }

    [Fact]
    public async Task Plan_LargerThanWhatIsFree_IsRefusedBeforeAnythingIsStarted()
    {
        _stamp.Lists(Product("a-1", "A", "1", size: 3L << 30));
        _stamp.On(Health, 200, """
            {"properties":{"usageMetrics":[{"name":"Physical memory","metricsValue":[{"name":"Available","unit":"GB","value":9999}]},
             {"name":"Physical storage","metricsValue":[{"name":"Used","unit":"TB","value":5},{"name":"Available","unit":"GB","value":2.5}]}]} }
            """);

        var failure = await Should.ThrowAsync<CataloguedException>(() => PlanAsync("a-1"));

        failure.Entry.ShouldBe(ErrorCatalogue.NotEnoughSpace);
        failure.Detail.ShouldContain("Lab has 2,684,354,560 bytes left");
        _stamp.Asked.ShouldNotContain(asked => asked.StartsWith("POST", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Plan_NotCompatible_NamesTheIssue()
    {
        _stamp.Lists(Product("a-1", "A", "1", more: ""","compatibility":{"isCompatible":false,"message":"m","description":"Needs a later version.","issues":["HigherDeviceVersionRequired"]}"""));

        var failure = await Should.ThrowAsync<CataloguedException>(() => PlanAsync("a-1"));

        failure.Entry.ShouldBe(ErrorCatalogue.ProductNotCompatible);
        failure.Detail.ShouldContain("HigherDeviceVersionRequired. Needs a later version.");
    }

    private async Task<DownloadPlan> PlanAsync(string id)
    {
        using var marketplace = _stamp.Open();
        var inventory = await marketplace.ReadAsync(TestContext.Current.CancellationToken);
        return await new DownloadPlanner(marketplace, inventory).PlanAsync([inventory.Find(id)!], TestContext.Current.CancellationToken);
    }
}
