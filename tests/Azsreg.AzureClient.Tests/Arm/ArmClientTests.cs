using System.Text;
using Azsreg.AzureClient.Arm;
using Azsreg.AzureClient.Tests.Testing;
using Azsreg.Protocol;

namespace Azsreg.AzureClient.Tests.Arm;

public sealed class ArmClientTests : IAsyncLifetime
{
    private const string Group = """{"id":"/subscriptions/s/resourceGroups/g","name":"g","location":"westcentralus","properties":{"provisioningState":"Succeeded"}}""";
    private TlsServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TlsServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private ArmClient Client(TimeProvider? clock = null) => new(_server.Connection(clock), _server.Environment, new FixedTokens());

    [Fact]
    public async Task Get_Answer_SendsTokenVersionAndCorrelation()
    {
        _server.Then(200, Group);
        var client = Client();

        var group = await client.ResourceGroups.TryGetAsync("s", "g");

        group!.Location.ShouldBe("westcentralus");
        var asked = _server.Asked.ShouldHaveSingleItem();
        asked.Method.ShouldBe("GET");
        asked.Path.ShouldBe("/subscriptions/s/resourceGroups/g?api-version=2021-04-01");
        asked.Headers["Authorization"].ShouldBe("Bearer first");
        asked.Headers["Accept"].ShouldBe("application/json");
        asked.Headers["x-ms-correlation-request-id"].ShouldBe(client.CorrelationId.ToString());
        asked.Headers["x-ms-client-request-id"].ShouldNotBe(client.CorrelationId.ToString());
        asked.Headers["x-ms-return-client-request-id"].ShouldBe("true");
        asked.Headers["User-Agent"].ShouldStartWith("azsreg/");
    }

    [Fact]
    public async Task Put_Body_IsTheLiteralJson()
    {
        _server.Then(201, Group);

        var made = await Client().ResourceGroups.PutAsync("s", "g", "westcentralus");

        made.StatusCode.ShouldBe(201);
        _server.Asked[0].Body.ShouldBe("""{"location":"westcentralus"}""");
        _server.Asked[0].Headers["Content-Type"].ShouldBe("application/json; charset=utf-8");
    }

    [Fact]
    public async Task Send_MethodsOfTheContract_UseTheirVerb()
    {
        _server.Otherwise = _ => new Answer(204);
        var client = Client();

        foreach (var method in (HttpMethod[])[HttpMethod.Patch, HttpMethod.Post, HttpMethod.Delete, HttpMethod.Head])
            (await client.SendAsync(new ArmRequest(method, "/x", "2020-01-01"), default)).ShouldBe(204);

        _server.Asked.Select(asked => asked.Method).ShouldBe(["PATCH", "POST", "DELETE", "HEAD"]);
    }

    [Fact]
    public async Task Send_Preconditions_AreSent()
    {
        _server.Then(204);

        await Client().SendAsync(new ArmRequest(HttpMethod.Put, "/x", "2020-01-01") { IfMatch = "\"0400\"", IfNoneMatch = "*" }, default);

        _server.Asked[0].Headers["If-Match"].ShouldBe("\"0400\"");
        _server.Asked[0].Headers["If-None-Match"].ShouldBe("*");
    }

    [Fact]
    public async Task Send_QueryValue_IsEscaped()
    {
        _server.Then(200, """{"value":[]}""");

        await foreach (var _ in Client().Authorization.ListAssignmentsAsync("/subscriptions/s", "o'b"))
            Assert.Fail("The list is empty.");

        _server.Asked[0].Path.ShouldBe("/subscriptions/s/providers/Microsoft.Authorization/roleAssignments?api-version=2022-04-01&$filter=principalId%20eq%20%27o%27%27b%27");
    }

    [Fact]
    public async Task Exists_NoContentThenNotFound_TellsBoth()
    {
        _server.Then(204).Then(404);
        var client = Client();

        (await client.ResourceGroups.ExistsAsync("s", "g")).ShouldBeTrue();
        (await client.ResourceGroups.ExistsAsync("s", "g")).ShouldBeFalse();
        _server.Asked[0].Method.ShouldBe("HEAD");
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(204, false)]
    [InlineData(404, false)]
    public async Task Delete_Status_TellsWhetherItWasThere(int status, bool wasThere)
    {
        _server.Then(status);

        (await Client().Locks.DeleteAsync("/subscriptions/s", "RegistrationResourceLock")).ShouldBe(wasThere);
    }

    [Fact]
    public async Task Send_ErrorAnswer_ThrowsItWithCorrelation()
    {
        _server.Then(
            403,
            """{"error":{"code":"AuthorizationFailed","message":"The client 'x' does not have authorization.","details":[{"code":"Inner","message":"why"}]}}""",
            ("x-ms-correlation-request-id", "c0"));

        var error = await Should.ThrowAsync<ArmException>(() => Client().ResourceGroups.TryGetAsync("s", "g"));

        error.StatusCode.ShouldBe(403);
        error.Error.Code.ShouldBe("AuthorizationFailed");
        error.Error.Details.ShouldHaveSingleItem().Code.ShouldBe("Inner");
        error.CorrelationId.ShouldBe("c0");
        _server.Asked.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(412)]
    public async Task Send_DeterministicError_IsNotRepeated(int status)
    {
        _server.Otherwise = _ => new Answer(status, """{"error":{"code":"No","message":"no"}}""");

        await Should.ThrowAsync<ArmException>(() => Client().Providers.GetAsync("s", "n"));

        _server.Asked.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task Send_PassingError_IsRepeatedUntilItPasses(int status)
    {
        _server.Then(status).Then(status).Then(200, Group);

        (await Client().ResourceGroups.TryGetAsync("s", "g")).ShouldNotBeNull();

        _server.Asked.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Send_PassingErrorThatStays_GivesUpAfterTheLimit()
    {
        _server.Otherwise = _ => new Answer(503, """{"error":{"code":"ServerBusy","message":"busy"}}""");

        var error = await Should.ThrowAsync<ArmException>(() => Client().ResourceGroups.TryGetAsync("s", "g"));

        error.Error.Code.ShouldBe("ServerBusy");
        _server.Asked.Count.ShouldBe(5);
    }

    [Fact]
    public async Task Send_RetryAfter_IsWaitedFor()
    {
        var clock = new SkippingClock();
        _server.Then(429, "", ("Retry-After", "7")).Then(200, Group);

        await Client(clock).ResourceGroups.TryGetAsync("s", "g");

        clock.Waits.ShouldHaveSingleItem().ShouldBeInRange(TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(7.1));
    }

    [Fact]
    public async Task Send_RetryAfterBeyondPatience_FailsAtOnceAndTellsIt()
    {
        _server.Then(429, """{"error":{"code":"TooManyRequests","message":"slow down"}}""", ("Retry-After", "300"));

        var error = await Should.ThrowAsync<ArmException>(() => Client(new SkippingClock()).ResourceGroups.TryGetAsync("s", "g"));

        error.RetryAfter.ShouldBe(TimeSpan.FromSeconds(300));
        _server.Asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Post_LostAnswer_IsNotRepeated()
    {
        _server.Otherwise = _ => new Answer(0) { Breaks = true };

        var error = await Should.ThrowAsync<CataloguedException>(() => Client().SendAsync(new ArmRequest(HttpMethod.Post, "/x", "2020-01-01"), default));

        error.Entry.Code.ShouldBe("AZR3012");
        _server.Asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Get_LostAnswer_IsRepeated()
    {
        _server.Then(_ => new Answer(0) { Breaks = true }).Then(200, Group);

        (await Client().ResourceGroups.TryGetAsync("s", "g")).ShouldNotBeNull();
    }

    [Fact]
    public async Task Send_RefusedToken_IsRenewedOnce()
    {
        _server.Then(401, """{"error":{"code":"ExpiredAuthenticationToken","message":"expired"}}""").Then(200, Group);

        await Client().ResourceGroups.TryGetAsync("s", "g");

        _server.Asked.Select(asked => asked.Headers["Authorization"]).ShouldBe(["Bearer first", "Bearer second"]);
    }

    [Fact]
    public async Task Send_TokenRefusedTwice_Throws()
    {
        _server.Otherwise = _ => new Answer(401, """{"error":{"code":"InvalidAuthenticationToken","message":"no"}}""");

        var error = await Should.ThrowAsync<ArmException>(() => Client().ResourceGroups.TryGetAsync("s", "g"));

        error.StatusCode.ShouldBe(401);
        _server.Asked.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Send_AnswerBeyondBound_IsRefused()
    {
        _server.Then(200, new string(' ', 4096) + Group);
        var client = new ArmClient(_server.Connection() with { MaximumResponseBytes = 1024 }, _server.Environment, new FixedTokens());

        var error = await Should.ThrowAsync<CataloguedException>(() => client.ResourceGroups.TryGetAsync("s", "g"));

        error.Entry.ShouldBe(ErrorCatalogue.AnswerNotUnderstood);
    }

    [Fact]
    public async Task Send_AnswerOfAnotherForm_IsTold()
    {
        _server.Then(200, "[1,2");

        var error = await Should.ThrowAsync<CataloguedException>(() => Client().ResourceGroups.TryGetAsync("s", "g"));

        error.Entry.ShouldBe(ErrorCatalogue.AnswerNotUnderstood);
    }

    [Fact]
    public async Task ClockDrift_DateHeader_IsTheDifference()
    {
        var clock = new SkippingClock();
        _server.Then(200, Group, ("Date", "Fri, 02 Jan 2026 03:14:05 GMT"));
        var client = Client(clock);

        client.ClockDrift.ShouldBeNull();
        await client.ResourceGroups.TryGetAsync("s", "g");

        client.ClockDrift.ShouldBe(TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task Send_Cancelled_Stops()
    {
        using var stop = new CancellationTokenSource();
        _server.Otherwise = _ =>
        {
            stop.Cancel();
            return new Answer(503);
        };

        await Should.ThrowAsync<OperationCanceledException>(() => Client().ResourceGroups.TryGetAsync("s", "g", stop.Token));
    }

    [Fact]
    public async Task List_Pages_AreFollowedToTheEnd()
    {
        _server
            .Then(200, """{"value":[{"id":"/subscriptions/1","subscriptionId":"1","displayName":"A"}],"nextLink":"{url}/subscriptions?api-version=2016-06-01&$skipToken=x"}""")
            .Then(200, """{"value":[],"nextLink":"{url}/subscriptions?api-version=2016-06-01&$skipToken=y"}""")
            .Then(200, """{"value":[{"id":"/subscriptions/2","subscriptionId":"2","displayName":"B"}]}""");

        var names = new List<string>();
        await foreach (var subscription in Client().Subscriptions.ListAsync())
            names.Add(subscription.DisplayName);

        names.ShouldBe(["A", "B"]);
        _server.Asked[1].Path.ShouldBe("/subscriptions?api-version=2016-06-01&$skipToken=x");
    }

    [Fact]
    public async Task List_SameLinkAgain_Ends()
    {
        _server.Otherwise = _ => new Answer(200, """{"value":[],"nextLink":"{url}/subscriptions?$skipToken=x"}""");

        var error = await Should.ThrowAsync<CataloguedException>(async () =>
        {
            await foreach (var _ in Client().Subscriptions.ListAsync())
                Assert.Fail("The list is empty.");
        });

        error.Entry.ShouldBe(ErrorCatalogue.AnswerNotUnderstood);
        _server.Asked.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("https://evil.example/x")]
    [InlineData("http://localhost/x")]
    [InlineData("https://localhost:1/x")]
    public async Task List_LinkToAnotherServer_DoesNotGetTheToken(string link)
    {
        _server.Otherwise = _ => new Answer(200, $$"""{"value":[],"nextLink":"{{link}}"}""");

        var error = await Should.ThrowAsync<CataloguedException>(async () =>
        {
            await foreach (var _ in Client().Subscriptions.ListAsync())
                Assert.Fail("The list is empty.");
        });

        error.Detail.ShouldContain("the token is not sent there");
    }

    [Fact]
    public async Task FindTenant_Unauthenticated_ReadsTheChallenge()
    {
        _server.Then(401, "", ("WWW-Authenticate", "Bearer authorization_uri=\"https://login.windows.net/72f988aa-0000-4000-8000-000000000001\", error=\"invalid_token\", error_description=\"The access token is missing or invalid.\""));

        var tenant = await SubscriptionOperations.FindTenantAsync(_server.Connection(), _server.Environment, "s", default);

        tenant.ShouldBe("72f988aa-0000-4000-8000-000000000001");
        _server.Asked[0].Headers.ContainsKey("Authorization").ShouldBeFalse();
    }

    [Fact]
    public async Task EnsureRegistered_Registering_WaitsUntilRegistered()
    {
        var clock = new SkippingClock();
        _server
            .Then(200, """{"namespace":"Microsoft.AzureStack","registrationState":"NotRegistered"}""")
            .Then(200, """{"namespace":"Microsoft.AzureStack","registrationState":"Registering"}""")
            .Then(200, """{"namespace":"Microsoft.AzureStack","registrationState":"Registering"}""")
            .Then(200, """{"namespace":"Microsoft.AzureStack","registrationState":"Registered"}""");

        var (provider, changed) = await Client(clock).Providers.EnsureRegisteredAsync("s", "Microsoft.AzureStack");

        provider.IsRegistered.ShouldBeTrue();
        changed.ShouldBeTrue();
        _server.Asked.Select(asked => $"{asked.Method} {asked.Path}").Take(2).ShouldBe([
            "GET /subscriptions/s/providers/Microsoft.AzureStack?api-version=2021-04-01",
            "POST /subscriptions/s/providers/Microsoft.AzureStack/register?api-version=2021-04-01"]);
    }

    [Fact]
    public async Task Registration_PutAndKey_AreTheLiteralRequests()
    {
        _server
            .Then(201, """{"id":"/subscriptions/s/resourceGroups/g/providers/Microsoft.AzureStack/registrations/r","name":"r","type":"Microsoft.AzureStack/registrations","etag":"\"04\"","location":"global","properties":{"cloudId":"c","objectId":"o","billingModel":"Development"}}""")
            .Then(200, """{"activationKey":"a.b.c"}""");
        var id = ArmResourceId.Registration("s", "g", "r");
        var client = Client();

        var made = await client.Registrations.PutAsync(id, "dG9rZW4=");
        var key = await client.Registrations.GetActivationKeyAsync(id);

        made.Value!.Properties.CloudId.ShouldBe("c");
        key.ShouldBe("a.b.c");
        _server.Asked[0].Path.ShouldBe("/subscriptions/s/resourceGroups/g/providers/Microsoft.AzureStack/registrations/r?api-version=2017-06-01");
        _server.Asked[0].Body.ShouldBe("""{"location":"Global","properties":{"registrationToken":"dG9rZW4="}}""");
        _server.Asked[1].Method.ShouldBe("POST");
        _server.Asked[1].Path.ShouldBe("/subscriptions/s/resourceGroups/g/providers/Microsoft.AzureStack/registrations/r/getactivationkey?api-version=2017-06-01");
        _server.Asked[1].Body.ShouldBeEmpty();
    }

    [Fact]
    public async Task Graph_DeleteApplication_HasNoApiVersion()
    {
        _server.Then(204);

        (await new GraphClient(_server.Connection(), _server.Environment, new FixedTokens()).DeleteApplicationAsync("o1")).ShouldBeTrue();

        _server.Asked[0].Path.ShouldBe("/graph/v1.0/applications/o1");
    }

    [Fact]
    public void Json_Bodies_HaveTheContractsNames()
    {
        var assignment = ArmClient.Json(
            new RoleAssignment(null, null, new("/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/r", "p", "ServicePrincipal")), AzureJson.Default.RoleAssignment);
        var hold = ArmClient.Json(new ManagementLock(null, null, new("CanNotDelete", "n")), AzureJson.Default.ManagementLock);

        Encoding.UTF8.GetString(assignment.Span).ShouldBe("""{"properties":{"roleDefinitionId":"/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/r","principalId":"p","principalType":"ServicePrincipal"}}""");
        Encoding.UTF8.GetString(hold.Span).ShouldBe("""{"properties":{"level":"CanNotDelete","notes":"n"}}""");
    }
}
