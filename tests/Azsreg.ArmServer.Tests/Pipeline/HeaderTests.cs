namespace Azsreg.ArmServer.Tests.Pipeline;

public sealed class HeaderTests
{
    [Fact]
    public async Task Answer_Success_CarriesArmsHeaders()
    {
        await using var arm = await TestArm.StartAsync();
        using var response = await arm.GetAsync($"{TestArm.Registration}?{TestArm.Version}");
        ((int)response.StatusCode).ShouldBe(200);
        (await response.Content.ReadAsStringAsync()).ShouldBe("""{"name":"one"}""");
        TestArm.Header(response, "Content-Type").ShouldBe("application/json; charset=utf-8");
        TestArm.Header(response, "Cache-Control").ShouldBe("no-cache");
        TestArm.Header(response, "Pragma").ShouldBe("no-cache");
        TestArm.Header(response, "Expires").ShouldBe("-1");
        TestArm.Header(response, "Strict-Transport-Security").ShouldBe("max-age=31536000; includeSubDomains");
        TestArm.Header(response, "X-Content-Type-Options").ShouldBe("nosniff");
        TestArm.Header(response, "x-ms-ratelimit-remaining-subscription-reads").ShouldBe("11999");
        TestArm.Header(response, "x-ms-failure-cause").ShouldBeNull();
        TestArm.Header(response, "x-ms-client-request-id").ShouldBeNull();
        var correlation = TestArm.Header(response, "x-ms-correlation-request-id")!;
        Guid.TryParse(correlation, out _).ShouldBeTrue();
        TestArm.Header(response, "x-ms-routing-request-id").ShouldBe($"WESTCENTRALUS:20261122T143015Z:{correlation}");
    }

    [Fact]
    public async Task Answer_CorrelationIdGiven_IsUsedWithAnOwnRequestId()
    {
        await using var arm = await TestArm.StartAsync();
        const string correlation = "0f0f0f0f-1111-4222-8333-444444444444";
        using var response = await arm.GetAsync($"{TestArm.Registration}?{TestArm.Version}", headers: ("x-ms-correlation-request-id", correlation));
        TestArm.Header(response, "x-ms-correlation-request-id").ShouldBe(correlation);
        TestArm.Header(response, "x-ms-request-id").ShouldNotBe(correlation);
    }

    [Fact]
    public async Task Answer_CorrelationIdThatIsNone_IsNotEchoed()
    {
        await using var arm = await TestArm.StartAsync();
        using var response = await arm.GetAsync($"{TestArm.Registration}?{TestArm.Version}", headers: ("x-ms-correlation-request-id", "<script>"));
        Guid.TryParse(TestArm.Header(response, "x-ms-correlation-request-id"), out _).ShouldBeTrue();
    }

    [Theory]
    [InlineData("true", "0f0f0f0f-1111-4222-8333-444444444444")]
    [InlineData("false", null)]
    public async Task Answer_ClientRequestId_IsEchoedOnlyOnRequest(string wanted, string? expected)
    {
        await using var arm = await TestArm.StartAsync();
        using var response = await arm.GetAsync(
            $"{TestArm.Registration}?{TestArm.Version}", "",
            ("x-ms-client-request-id", "0f0f0f0f-1111-4222-8333-444444444444"), ("x-ms-return-client-request-id", wanted));
        TestArm.Header(response, "x-ms-client-request-id").ShouldBe(expected);
    }

    [Fact]
    public async Task Answer_ErrorOfTheGateway_SaysSoAndHasOneId()
    {
        await using var arm = await TestArm.StartAsync();
        using var response = await arm.GetAsync($"{TestArm.Registration}");
        TestArm.Header(response, "x-ms-failure-cause").ShouldBe("gateway");
        TestArm.Header(response, "x-ms-request-id").ShouldBe(TestArm.Header(response, "x-ms-correlation-request-id"));
    }

    [Fact]
    public async Task Answer_EndpointOfAnotherProtocol_IsLeftAlone()
    {
        await using var arm = await TestArm.StartAsync();
        using var response = await arm.GetAsync("/other", authorization: null);
        (await response.Content.ReadAsStringAsync()).ShouldBe("not ARM");
        TestArm.Header(response, "x-ms-request-id").ShouldBeNull();
    }
}
