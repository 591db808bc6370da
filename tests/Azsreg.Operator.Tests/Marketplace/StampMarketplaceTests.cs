using Azsreg.Operator.Marketplace;
using Azsreg.Protocol;
using static Azsreg.Operator.Tests.Marketplace.FakeStampAdmin;

namespace Azsreg.Operator.Tests.Marketplace;

public sealed class StampMarketplaceTests : IAsyncLifetime
{
    private FakeStampAdmin _stamp = null!;

    public async ValueTask InitializeAsync() => _stamp = await StartAsync();

    public ValueTask DisposeAsync() => _stamp.DisposeAsync();

    [Fact]
    public async Task Read_NotActivated_SaysSoAndHowToRegister()
    {
        var failure = await ReadFailsAsync();

        failure.Entry.Code.ShouldBe("AZR6020");
        failure.NextCommands.ShouldBe(["azsreg registration set --stamp Lab"]);
    }

    [Theory]
    [InlineData(409, "MarketplaceSyndicationDisabled", "This stamp is registered and activated without a line to Azure.", "AZR5020")]
    [InlineData(409, "AzureRefused", "invalid_client: AADSTS7000229: The client application is missing a service principal", "AZR6024")]
    [InlineData(409, "AzureRefused", "AuthorizationFailed: The client does not have authorization", "AZR6025")]
    [InlineData(409, "AzureNotReached", "No address was found for 'management.azure.com'", "AZR6027")]
    [InlineData(500, "InternalError", "something", "AZR6056")]
    [InlineData(403, "AuthorizationFailed", "The client 'admin' does not have authorization to perform action", "AZR3005")]
    public async Task Read_Refused_NamesTheCause(int status, string code, string message, string expected)
    {
        _stamp.Lists("").On($"GET {ActivationId}/products", status, $$"""{"error":{"code":"{{code}}","message":"{{message}}"} }""");

        (await ReadFailsAsync()).Entry.Code.ShouldBe(expected);
    }

    [Fact]
    public async Task Read_BridgeFaultTold_DecidesWhatTheAnswerDoesNot()
    {
        _stamp.Lists("").On($"GET {ActivationId}/products", 409, """{"error":{"code":"Conflict","message":"no"} }""");
        _stamp.On($"GET /subscriptions/{Subscription}/resourceGroups/System.lab/providers/Microsoft.Fabric.Admin/fabricLocations/lab", 200, """
            {"id":"x","name":"lab/lab","type":"Microsoft.Fabric.Admin/fabricLocations","location":"lab","properties":{"bridgeFault":"RegistrationGone"} }
            """);

        (await ReadFailsAsync()).Entry.Code.ShouldBe("AZR6026");
    }

    [Fact]
    public async Task Cancel_NothingUnderWay_SaysSo()
    {
        _stamp.Lists(Product("a-1", "A", "1")).On($"POST {ActivationId}/downloadedProducts/a-1/cancel", 404, """{"error":{"code":"ResourceNotFound","message":"no"} }""");
        using var marketplace = _stamp.Open();
        var item = (await marketplace.ReadAsync(TestContext.Current.CancellationToken)).Items[0];

        (await Should.ThrowAsync<CataloguedException>(() => marketplace.CancelAsync(item, TestContext.Current.CancellationToken)))
            .Entry.ShouldBe(ErrorCatalogue.DownloadNotUnderWay);
    }

    [Fact]
    public async Task Delete_NeededByAnother_SaysWhoInTheStampsWords()
    {
        _stamp.Lists("", Product("a-1", "A", "1")).On($"DELETE {ActivationId}/downloadedProducts/a-1", 409, """{"error":{"code":"InUse","message":"Cluster needs it."} }""");
        using var marketplace = _stamp.Open();
        var item = (await marketplace.ReadAsync(TestContext.Current.CancellationToken)).Items[0];

        var failure = await Should.ThrowAsync<CataloguedException>(() => marketplace.DeleteAsync(item, TestContext.Current.CancellationToken));

        failure.Entry.ShouldBe(ErrorCatalogue.MarketplaceItemInUse);
        failure.Detail.ShouldContain("Cluster needs it.");
    }

    [Fact]
    public async Task CleanUp_StampWithoutSuchAnAction_PointsToThePortal()
    {
        _stamp.Lists("");
        _stamp.On($"POST {ActivationId}/downloadedProducts/cleanup", 404, """{"error":{"code":"InvalidResourceType","message":"no"} }""");
        using var marketplace = _stamp.Open();

        (await Should.ThrowAsync<CataloguedException>(() => marketplace.CleanUpAsync(dryRun: true, TestContext.Current.CancellationToken)))
            .Entry.ShouldBe(ErrorCatalogue.MarketplaceActionNotOffered);
    }

    [Fact]
    public async Task LegalTerms_AcceptedOnce_AreNotOpenForTheNextVersion()
    {
        _stamp.Lists($"{Product("a-1", "A", "1", more: ""","legalTerms":"https://acme.test/terms" """)},{Product("a-2", "A", "2", more: ""","legalTerms":"https://acme.test/terms" """)},{Product("b-1", "B", "1")}");
        using var marketplace = _stamp.Open();
        var items = (await marketplace.ReadAsync(TestContext.Current.CancellationToken)).Items;
        var terms = new LegalTerms(_stamp.Operator);

        terms.FindOpen(items).Select(item => item.Family).ShouldBe(["a"]);
        await terms.AcceptAsync([items[0]], "admin@azurestack.local", TestContext.Current.CancellationToken);

        terms.FindOpen(items).ShouldBeEmpty();
        var kept = terms.Read().ShouldHaveSingleItem();
        (kept.Item, kept.AcceptedBy).ShouldBe(("a", "admin@azurestack.local"));
    }

    private async Task<CataloguedException> ReadFailsAsync()
    {
        using var marketplace = _stamp.Open();
        return await Should.ThrowAsync<CataloguedException>(() => marketplace.ReadAsync(TestContext.Current.CancellationToken));
    }
}
