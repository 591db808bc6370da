using Azsreg.AzureClient.Arm;
using Azsreg.AzureClient.Tests.Testing;
using Azsreg.Protocol;

namespace Azsreg.AzureClient.Tests.Arm;

public sealed class LongRunningTests : IAsyncLifetime
{
    private const string Group = """{"id":"/g","name":"g","location":"westcentralus","properties":{"provisioningState":"Succeeded"}}""";
    private readonly SkippingClock _clock = new();
    private TlsServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TlsServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private Task<ResourceGroup?> RunAsync(HttpMethod method) =>
        new ArmClient(_server.Connection(_clock), _server.Environment, new FixedTokens()).SendLongRunningAsync(
            new ArmRequest(method, "/g", "2021-04-01"), AzureJson.Default.ResourceGroup);

    [Fact]
    public async Task Put_AsyncOperation_IsPreferredAndThenTheResourceIsRead()
    {
        _server
            .Then(201, "", ("Azure-AsyncOperation", "{url}/op?v=1"), ("Location", "{url}/loc"), ("Retry-After", "10"))
            .Then(200, """{"status":"Running"}""", ("Retry-After", "15"))
            .Then(200, """{"status":"Succeeded"}""")
            .Then(200, Group);

        (await RunAsync(HttpMethod.Put))!.Name.ShouldBe("g");

        _server.Asked.Select(asked => asked.Path).ShouldBe(["/g?api-version=2021-04-01", "/op?v=1", "/op?v=1", "/g?api-version=2021-04-01"]);
        _clock.Waits.ShouldBe([TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(15)]);
    }

    [Fact]
    public async Task Delete_Location_IsAskedUntilItEnds()
    {
        _server
            .Then(202, "", ("Location", "{url}/loc/1"), ("Retry-After", "10"))
            .Then(202, "", ("Location", "{url}/loc/2"))
            .Then(200);

        (await RunAsync(HttpMethod.Delete)).ShouldBeNull();

        _server.Asked.Select(asked => asked.Path).ShouldBe(["/g?api-version=2021-04-01", "/loc/1", "/loc/2"]);
    }

    [Fact]
    public async Task Put_NoHeadersButState_AsksTheResource()
    {
        _server
            .Then(201, """{"id":"/g","name":"g","location":"l","properties":{"provisioningState":"Creating"}}""")
            .Then(200, Group);

        (await RunAsync(HttpMethod.Put))!.Location.ShouldBe("westcentralus");
    }

    [Fact]
    public async Task Post_AsyncOperationWithLocation_ReadsLocationAtTheEnd()
    {
        _server
            .Then(202, "", ("Azure-AsyncOperation", "{url}/op"), ("Location", "{url}/loc"))
            .Then(200, """{"status":"Succeeded"}""")
            .Then(200, Group);

        (await RunAsync(HttpMethod.Post))!.Name.ShouldBe("g");
        _server.Asked[^1].Path.ShouldBe("/loc");
    }

    [Fact]
    public async Task Operation_Failed_ThrowsItsError()
    {
        _server
            .Then(202, "", ("Azure-AsyncOperation", "{url}/op"))
            .Then(200, """{"status":"Failed","error":{"code":"QuotaExceeded","message":"too many"}}""");

        var error = await Should.ThrowAsync<ArmException>(() => RunAsync(HttpMethod.Post));

        error.Error.Code.ShouldBe("QuotaExceeded");
    }

    [Fact]
    public async Task Operation_CanceledWithoutError_SaysSo()
    {
        _server.Then(202, "", ("Azure-AsyncOperation", "{url}/op")).Then(200, """{"status":"Canceled"}""");

        var error = await Should.ThrowAsync<ArmException>(() => RunAsync(HttpMethod.Delete));

        error.Error.Code.ShouldBe("OperationCanceled");
    }

    [Fact]
    public async Task Operation_ThatNeverEnds_IsGivenUp()
    {
        _server.Otherwise = _ => new Answer(202, "", ("Location", "{url}/loc"), ("Retry-After", "60"));

        var error = await Should.ThrowAsync<CataloguedException>(() => RunAsync(HttpMethod.Delete));

        error.Entry.ShouldBe(ErrorCatalogue.NoAnswerInTime);
        _clock.Waits.Count.ShouldBe(31);
    }

    [Fact]
    public async Task Operation_AtAnotherServer_DoesNotGetTheToken()
    {
        _server.Then(202, "", ("Location", "https://evil.example/loc"));

        var error = await Should.ThrowAsync<CataloguedException>(() => RunAsync(HttpMethod.Delete));

        error.Entry.ShouldBe(ErrorCatalogue.AnswerNotUnderstood);
    }
}
