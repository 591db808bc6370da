namespace Azsreg.ArmServer.Tests.Pipeline;

public sealed class ErrorTests
{
    private static readonly string Registration = $"{TestArm.Registration}?{TestArm.Version}";

    [Fact]
    public async Task Path_InAnyLetterCaseAndWithTwoSlashes_Matches()
    {
        await using var arm = await TestArm.StartAsync();
        using var response = await arm.GetAsync($"{arm.Url}/{TestArm.Registration[1..].ToUpperInvariant()}?API-VERSION=2017-06-01");
        ((int)response.StatusCode).ShouldBe(200);
    }

    [Fact]
    public async Task Path_OfNoOperation_Answers404Envelope()
    {
        await using var arm = await TestArm.StartAsync();
        using var response = await arm.GetAsync("/nothing/here");
        (await TestArm.ErrorAsync(response, 404)).ShouldBe(
            ("MissingSubscription", "The request did not have a subscription or a valid tenant level resource provider: '/nothing/here'."));
    }

    [Fact]
    public async Task Method_Unknown_Answers405Envelope()
    {
        await using var arm = await TestArm.StartAsync();
        using var response = await arm.SendAsync(HttpMethod.Patch, Registration);
        (await TestArm.ErrorAsync(response, 405)).Code.ShouldBe("MethodNotAllowed");
        TestArm.Header(response, "Allow").ShouldNotBeNull();
    }

    [Fact]
    public async Task Handler_ThrowsArmError_AnswersItsEnvelope()
    {
        await using var arm = await TestArm.StartAsync();
        using var response = await arm.GetAsync(Registration.Replace("/one", "/missing", StringComparison.Ordinal));
        ((int)response.StatusCode).ShouldBe(404);
        (await response.Content.ReadAsStringAsync()).ShouldBe(
            """{"error":{"code":"ResourceNotFound","message":"The Resource 'Microsoft.AzureStack/registrations/missing' under resource group 'azurestack' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix"}}""");
    }

    [Fact]
    public async Task Handler_ThrowsAnythingElse_Answers500WithoutDetail()
    {
        await using var arm = await TestArm.StartAsync();
        using var response = await arm.SendAsync(HttpMethod.Post, $"{TestArm.Registration}/getActivationKey?{TestArm.Version}");
        var text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(500);
        text.ShouldContain("\"code\":\"InternalServerError\"");
        text.ShouldContain(TestArm.Header(response, "x-ms-correlation-request-id")!);
        text.ShouldNotContain("secret");
    }

    [Fact]
    public async Task Handler_DatabaseOutOfReach_Answers503ToTryAgain()
    {
        await using var arm = await TestArm.StartAsync();
        using var response = await arm.SendAsync(HttpMethod.Post, $"{TestArm.Registration}/enableRemoteManagement?{TestArm.Version}");
        (await TestArm.ErrorAsync(response, 503)).ShouldBe(
            ("ServiceUnavailable", "The service is temporarily unavailable. Please try again after '1' seconds."));
        TestArm.Header(response, "Retry-After").ShouldBe("1");
    }

    [Theory]
    [InlineData("{", "InvalidRequestContent")]
    [InlineData("", "InvalidRequestContent")]
    [InlineData("null", "InvalidRequestContent")]
    [InlineData("[]", "InvalidRequestContent")]
    [InlineData("{} {}", "InvalidRequestContent")]
    [InlineData("""{"location":"a","LOCATION":"b"}""", "InvalidRequestContent")]
    public async Task Body_NotTheJsonWanted_Answers400(string json, string code)
    {
        await using var arm = await TestArm.StartAsync();
        using var response = await arm.SendAsync(HttpMethod.Put, Registration, json);
        (await TestArm.ErrorAsync(response, 400)).Code.ShouldBe(code);
    }

    [Fact]
    public async Task Body_NestedTooDeep_Answers400()
    {
        await using var arm = await TestArm.StartAsync();
        var json = $$"""{"properties":{{new string('[', 100)}}{{new string(']', 100)}}}""";
        using var response = await arm.SendAsync(HttpMethod.Put, Registration, json);
        (await TestArm.ErrorAsync(response, 400)).Code.ShouldBe("InvalidRequestContent");
    }

    [Fact]
    public async Task Body_TooLong_Answers413()
    {
        await using var arm = await TestArm.StartAsync();
        using var response = await arm.SendAsync(HttpMethod.Put, Registration, $$"""{"location":"{{new string('x', 5000)}}"}""");
        (await TestArm.ErrorAsync(response, 413)).ShouldBe(
            ("RequestContentTooLarge", "The request content size exceeds the maximum size of '4096' bytes."));
    }

    [Fact]
    public async Task Body_WithByteOrderMark_IsRead()
    {
        await using var arm = await TestArm.StartAsync();
        using var response = await arm.SendAsync(HttpMethod.Put, Registration, "\uFEFF{\"location\":\"global\"}");
        ((int)response.StatusCode).ShouldBe(201);
    }

    [Fact]
    public async Task Subscription_NoGuid_Answers400()
    {
        await using var arm = await TestArm.StartAsync();
        using var response = await arm.GetAsync($"/subscriptions/none/resourceGroups/a/providers/Microsoft.AzureStack/registrations/b?{TestArm.Version}");
        (await TestArm.ErrorAsync(response, 400)).ShouldBe(
            ("InvalidSubscriptionId", "The provided subscription identifier 'none' is malformed or invalid."));
    }

    [Fact]
    public async Task Subscription_Unknown_Answers404EvenWithoutAToken()
    {
        await using var arm = await TestArm.StartAsync();
        const string id = "8f2a0000-0000-4000-8000-000000000fff";
        using var response = await arm.GetAsync(Registration.Replace(TestArm.Subscription, id, StringComparison.Ordinal), authorization: null);
        (await TestArm.ErrorAsync(response, 404)).ShouldBe(("SubscriptionNotFound", $"The subscription '{id}' could not be found."));
    }

    [Fact]
    public async Task Subscription_Disabled_CanBeReadButNotWritten()
    {
        await using var arm = await TestArm.StartAsync();
        var path = Registration.Replace(TestArm.Subscription, TestArm.DisabledSubscription, StringComparison.Ordinal);
        using var read = await arm.GetAsync(path);
        ((int)read.StatusCode).ShouldBe(200);
        using var write = await arm.SendAsync(HttpMethod.Put, path, "{}");
        (await TestArm.ErrorAsync(write, 409)).Code.ShouldBe("ReadOnlyDisabledSubscription");
    }

    [Fact]
    public async Task Rights_Missing_Answers403WithAzuresText()
    {
        await using var arm = await TestArm.StartAsync();
        using var response = await arm.SendAsync(HttpMethod.Delete, Registration);
        (await TestArm.ErrorAsync(response, 403)).ShouldBe((
            "AuthorizationFailed",
            $"The client 'owner@contoso.onmicrosoft.com' with object id '{TestArm.Caller}' does not have authorization to perform action "
            + $"'Microsoft.AzureStack/registrations/delete' over scope '{TestArm.Registration}' or the scope is invalid. "
            + "If access was recently granted, please refresh your credentials."));
        TestArm.Header(response, "x-ms-failure-cause").ShouldBe("gateway");
    }

    [Fact]
    public async Task Rights_OfAnAction_AreCheckedAtTheResource()
    {
        await using var arm = await TestArm.StartAsync();
        using var response = await arm.SendAsync(HttpMethod.Post, $"{TestArm.Registration}/getActivationKey?{TestArm.Version}");
        arm.Checks.ShouldBe([$"Microsoft.AzureStack/registrations/getActivationKey/action {TestArm.Registration}"]);
    }

    [Fact]
    public async Task Head_Refused_HasNoBody()
    {
        await using var arm = await TestArm.StartAsync(map: app => app.MapArm("HEAD", "/head", _ => throw ArmErrors.LocationRequired()).RequireArm(null, null));
        using var response = await arm.SendAsync(HttpMethod.Head, "/head");
        ((int)response.StatusCode).ShouldBe(400);
        (await response.Content.ReadAsStringAsync()).ShouldBeEmpty();
    }
}
