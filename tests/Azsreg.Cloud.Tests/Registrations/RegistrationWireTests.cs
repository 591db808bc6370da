using System.Net;
using System.Text.Json;
using Azsreg.Protocol;

namespace Azsreg.Cloud.Tests.Registrations;

public sealed class RegistrationWireTests(ProviderRig rig) : IClassFixture<ProviderRig>
{
    [Fact]
    public async Task Put_New_IsTheRecordedBody()
    {
        var cloudId = ProviderRig.NewCloudId();
        using var response = await rig.PutAsync("Literal", Tokens.Unsigned(cloudId));
        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        response.Content.Headers.ContentType!.ToString().ShouldBe("application/json; charset=utf-8");
        var body = await response.Content.ReadAsStringAsync();
        var etag = response.Headers.ETag!.ToString();
        etag.ShouldMatch("^\"[0-9a-f]{8}-0000-0600-0000-[0-9a-f]{8}0000\"$");
        body.ShouldBe(
            $$"""
            {"id":"/subscriptions/{{rig.SubscriptionId}}/resourceGroups/azurestack/providers/Microsoft.AzureStack/registrations/Literal",
            "name":"Literal","type":"Microsoft.AzureStack/registrations","location":"global",
            "properties":{"objectId":"cfcaef15-bb27-4b6e-9752-c332532a8802","cloudId":"{{cloudId}}","billingModel":"Development"},
            "etag":"\"{{etag.Trim('"')}}\""}
            """.ReplaceLineEndings(""));
    }

    [Fact]
    public async Task Get_OtherLetterCase_AnswersTheStoredNames()
    {
        using var put = await rig.PutAsync("CasedName", Tokens.Unsigned(ProviderRig.NewCloudId()));
        using var response = await rig.SendAsync(HttpMethod.Get, rig.PathOf("casedname", group: "AZURESTACK").Replace("Microsoft.AzureStack", "Microsoft.Azurestack", StringComparison.Ordinal));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await JsonAsync(response)).GetProperty("name").GetString().ShouldBe("CasedName");
    }

    [Theory]
    [InlineData("2016-01-01")]
    [InlineData("2017-06-01")]
    [InlineData("2020-06-01-preview")]
    [InlineData("2022-06-01")]
    public async Task Get_EveryApiVersion_Answers(string apiVersion)
    {
        using var put = await rig.PutAsync("versions" + apiVersion, Tokens.Unsigned(ProviderRig.NewCloudId()));
        using var response = await rig.SendAsync(HttpMethod.Get, rig.PathOf("versions" + apiVersion, apiVersion: apiVersion));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Get_UnknownApiVersion_IsNoRegisteredProviderFound()
    {
        using var response = await rig.SendAsync(HttpMethod.Get, rig.PathOf("any", apiVersion: "2019-01-01"));
        await ErrorAsync(response, 400, "NoRegisteredProviderFound");
    }

    [Fact]
    public async Task Get_Unknown_IsResourceNotFound()
    {
        using var response = await rig.SendAsync(HttpMethod.Get, rig.PathOf("missing"));
        (await ErrorAsync(response, 404, "ResourceNotFound")).GetProperty("message").GetString()
            .ShouldStartWith("The Resource 'Microsoft.AzureStack/registrations/missing' under resource group 'azurestack' was not found.");
    }

    [Fact]
    public async Task Put_OtherCloudIdOverARegistration_IsCloudIdUpdateNotAllowed()
    {
        using var first = await rig.PutAsync("Bound", Tokens.Unsigned(ProviderRig.NewCloudId()));
        using var response = await rig.PutAsync("Bound", Tokens.Unsigned(ProviderRig.NewCloudId()));
        (await ErrorAsync(response, 409, "CloudIdUpdateNotAllowed")).GetProperty("message").GetString().ShouldBe(
            "The registration 'Bound' is already associated with another Cloud identifier. Changing cloud identifiers is not allowed.");
    }

    [Fact]
    public async Task Put_CloudIdOfAnotherRegistration_IsRefusedAndStaysSo()
    {
        var cloudId = ProviderRig.NewCloudId();
        using var first = await rig.PutAsync("Owner", Tokens.Unsigned(cloudId));
        using var response = await rig.PutAsync("Thief", Tokens.Unsigned(cloudId));
        (await ErrorAsync(response, 409, "CloudIdAlreadyRegistered")).GetProperty("message").GetString().ShouldBe(
            $"Cloud identifier [{cloudId}] is already registered. Reusing cloud identifiers is not allowed.");
        using var missing = await rig.SendAsync(HttpMethod.Get, rig.PathOf("Thief"));
        missing.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("", "registrationToken")]
    [InlineData("not base64 at all!", "token")]
    [InlineData("e30=", "version")]
    public async Task Put_UnreadableToken_KeepsTheTextAndNamesTheField(string token, string field)
    {
        using var response = await rig.SendAsync(HttpMethod.Put, rig.PathOf("malformed"), ProviderRig.Body(token));
        var error = await ErrorAsync(response, 400, "InvalidRegistrationToken");
        error.GetProperty("message").GetString().ShouldBe("The registration token is malformed.");
        if (field != "version")
            error.GetProperty("target").GetString().ShouldBe(field);
        error.GetProperty("details")[0].GetProperty("message").GetString().ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData("9.9", "version")]
    [InlineData("1.0", "cloudId")]
    [InlineData("3.0", "billingModel")]
    public async Task Put_WrongField_IsNamed(string version, string field)
    {
        var token = Tokens.Unsigned(field == "cloudId" ? "not a cloud id" : ProviderRig.NewCloudId(), version) with { BillingModel = field == "billingModel" ? "Free" : "Development" };
        using var response = await rig.PutAsync("wrongfield", token);
        (await ErrorAsync(response, 400, "InvalidRegistrationToken")).GetProperty("target").GetString().ShouldBe(field);
    }

    [Theory]
    [InlineData("{}", "LocationRequired")]
    [InlineData("""{"location":"westus","properties":{"registrationToken":"e30="}}""", "LocationNotAvailableForResourceType")]
    [InlineData("""{"location":"global"}""", "InvalidRegistrationToken")]
    [InlineData("""{"location":""", "InvalidRequestContent")]
    [InlineData("""[]""", "InvalidRequestContent")]
    public async Task Put_WrongBody_IsRefused(string body, string code)
    {
        using var response = await rig.SendAsync(HttpMethod.Put, rig.PathOf("wrongbody"), body);
        await ErrorAsync(response, 400, code);
    }

    [Theory]
    [InlineData("a%25b")]
    [InlineData("a%3Ab")]
    [InlineData("a%3Cb")]
    [InlineData("a%01b")]
    [InlineData("a%23b")]
    public async Task Put_ForbiddenName_IsRefused(string name)
    {
        using var response = await rig.PutAsync(name, Tokens.Unsigned(ProviderRig.NewCloudId()));
        ((int)response.StatusCode).ShouldBe(400, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Put_Again_Is200AndKeepsTheEtag()
    {
        var token = Tokens.Unsigned(ProviderRig.NewCloudId());
        using var first = await rig.PutAsync("Again", token);
        using var second = await rig.PutAsync("Again", token);
        second.StatusCode.ShouldBe(HttpStatusCode.OK);
        second.Headers.ETag.ShouldBe(first.Headers.ETag);
    }

    [Fact]
    public async Task Put_Conditions_AreHonoured()
    {
        var token = Tokens.Unsigned(ProviderRig.NewCloudId());
        using (var missing = await rig.PutAsync("Conditional", token, ("If-Match", "*")))
            await ErrorAsync(missing, 412, "PreconditionFailed");
        using var first = await rig.PutAsync("Conditional", token, ("If-None-Match", "*"));
        first.StatusCode.ShouldBe(HttpStatusCode.Created);
        using (var exists = await rig.PutAsync("Conditional", token, ("If-None-Match", "*")))
            await ErrorAsync(exists, 412, "PreconditionFailed");
        using (var other = await rig.PutAsync("Conditional", token, ("If-Match", "\"00000000-0000-0600-0000-000000000000\"")))
            await ErrorAsync(other, 412, "PreconditionFailed");
        using var same = await rig.PutAsync("Conditional", token, ("If-Match", first.Headers.ETag!.ToString()));
        same.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Patch_Tags_ReplacesTheMapAndNullClearsIt()
    {
        using var put = await rig.PutAsync("Tagged", Tokens.Unsigned(ProviderRig.NewCloudId()));
        using var first = await rig.SendAsync(HttpMethod.Patch, rig.PathOf("Tagged"), """{"tags":{"key1":"value1","key2":"value2"}}""");
        (await JsonAsync(first)).GetProperty("tags").GetRawText().ShouldBe("""{"key1":"value1","key2":"value2"}""");
        using var second = await rig.SendAsync(HttpMethod.Patch, rig.PathOf("Tagged"), """{"tags":{"key3":"value3"}}""");
        (await JsonAsync(second)).GetProperty("tags").GetRawText().ShouldBe("""{"key3":"value3"}""");
        second.Headers.ETag.ShouldNotBe(first.Headers.ETag);
        using var third = await rig.SendAsync(HttpMethod.Patch, rig.PathOf("Tagged"), """{"tags":null}""");
        (await JsonAsync(third)).TryGetProperty("tags", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Patch_Token_ChangesTheBillingModel()
    {
        var cloudId = ProviderRig.NewCloudId();
        using var put = await rig.PutAsync("Changed", Tokens.Unsigned(cloudId));
        var token = (Tokens.Unsigned(cloudId) with { BillingModel = "PayAsYouUse" }).Encode();
        using var response = await rig.SendAsync(HttpMethod.Patch, rig.PathOf("Changed"), ProviderRig.Body(token));
        (await JsonAsync(response)).GetProperty("properties").GetProperty("billingModel").GetString().ShouldBe("PayAsYouUse");
    }

    [Theory]
    [InlineData("""{"tags":[]}""", "InvalidRequestContent")]
    [InlineData("""{"tags":{"a":1}}""", "InvalidRequestContent")]
    [InlineData("""{"tags":{"a<b":"1"}}""", "InvalidTagNameCharacters")]
    [InlineData("""{}""", "InvalidRequestContent")]
    public async Task Patch_WrongBody_IsRefused(string body, string code)
    {
        using var put = await rig.PutAsync("PatchBody", Tokens.Unsigned("patch-body"));
        using var response = await rig.SendAsync(HttpMethod.Patch, rig.PathOf("PatchBody"), body);
        await ErrorAsync(response, 400, code);
    }

    [Fact]
    public async Task Patch_Missing_Is404()
    {
        using var response = await rig.SendAsync(HttpMethod.Patch, rig.PathOf("nothing"), """{"tags":{}}""");
        await ErrorAsync(response, 404, "ResourceNotFound");
    }

    [Fact]
    public async Task Delete_Registration_FreesTheCloudIdAndTheNameForOthers()
    {
        var cloudId = ProviderRig.NewCloudId();
        using var put = await rig.PutAsync("Gone", Tokens.Unsigned(cloudId));
        using var first = await rig.SendAsync(HttpMethod.Delete, rig.PathOf("Gone"));
        first.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await first.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
        using var second = await rig.SendAsync(HttpMethod.Delete, rig.PathOf("Gone"));
        second.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using var elsewhere = await rig.PutAsync("Elsewhere", Tokens.Unsigned(cloudId));
        elsewhere.StatusCode.ShouldBe(HttpStatusCode.Created);
        using var reused = await rig.PutAsync("Gone", Tokens.Unsigned(ProviderRig.NewCloudId()));
        reused.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task List_ByPages_FollowsNextLinkAndOmitsItAtTheEnd()
    {
        var group = "pages";
        for (var i = 0; i < 5; i++)
        {
            using var put = await rig.SendAsync(
                HttpMethod.Put, rig.PathOf($"page{i}", group: group), ProviderRig.Body(Tokens.Unsigned(ProviderRig.NewCloudId()).Encode()));
        }

        var names = new List<string>();
        var next = $"subscriptions/{rig.SubscriptionId}/resourceGroups/{group}/providers/Microsoft.AzureStack/registrations?api-version=2017-06-01&$top=2";
        for (string? at = next; at is not null;)
        {
            using var response = await rig.SendAsync(HttpMethod.Get, at);
            var page = await JsonAsync(response);
            names.AddRange(page.GetProperty("value").EnumerateArray().Select(one => one.GetProperty("name").GetString()!));
            at = page.TryGetProperty("nextLink", out var link) ? link.GetString() : null;
            if (at is not null)
                at.ShouldStartWith(rig.Url + $"subscriptions/{rig.SubscriptionId}/resourceGroups/{group}/providers/Microsoft.AzureStack/registrations?api-version=2017-06-01&$top=2&$skipToken=");
        }

        names.ShouldBe(["page0", "page1", "page2", "page3", "page4"]);
    }

    [Fact]
    public async Task List_ForeignSkipToken_Is400()
    {
        using var response = await rig.SendAsync(
            HttpMethod.Get, $"subscriptions/{rig.SubscriptionId}/providers/Microsoft.AzureStack/registrations?api-version=2017-06-01&$skipToken=%%%");
        await ErrorAsync(response, 400, "InvalidSkipToken");
    }

    [Theory]
    [InlineData("getactivationkey")]
    [InlineData("getActivationKey")]
    [InlineData("GetActivationKey")]
    public async Task GetActivationKey_AnySpelling_IsVerifiedByThePublishedKeysOnly(string action)
    {
        var cloudId = ProviderRig.NewCloudId();
        using var put = await rig.PutAsync(cloudId, Tokens.Unsigned(cloudId));
        using var response = await rig.SendAsync(HttpMethod.Post, rig.PathOf(cloudId, "/" + action));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var body = await JsonAsync(response);
        body.EnumerateObject().Select(member => member.Name).ShouldBe(["activationKey"]);

        using var keys = new PublishedKeys(await rig.Anonymous.GetStringAsync(".well-known/azurestack-activation-keys"));
        ActivationKeyCodec.Verify(body.GetProperty("activationKey").GetString()!, keys.Find, cloudId, DateTimeOffset.UnixEpoch, out var key)
            .ShouldBe(ActivationKeyProblem.None);
        key!.CertPinningRootSubjects.ShouldBe([rig.Root.Subject]);
        key.CertPinningIntermediateThumbprints.ShouldBe([rig.Root.Thumbprint]);
        key.UsageEndpoint.ShouldBe(rig.Url + "usage/");
    }

    [Fact]
    public async Task GetActivationKey_WithoutTheRight_IsAuthorizationFailed()
    {
        using var put = await rig.PutAsync("NoRight", Tokens.Unsigned(ProviderRig.NewCloudId()));
        using var response = await rig.SendAsAsync("reader", HttpMethod.Post, rig.PathOf("NoRight", "/getActivationKey"));
        await ErrorAsync(response, 403, "AuthorizationFailed");
    }

    [Fact]
    public async Task Operations_Provider_NameEveryRight()
    {
        using var response = await rig.SendAsync(HttpMethod.Get, "providers/Microsoft.AzureStack/operations?api-version=2022-06-01");
        var names = (await JsonAsync(response)).GetProperty("value").EnumerateArray().Select(one => one.GetProperty("name").GetString()).ToList();
        names.ShouldContain("Microsoft.AzureStack/registrations/getActivationKey/action");
        names.ShouldContain("Microsoft.AzureStack/registrations/products/read");
    }

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage response)
    {
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return document.RootElement.Clone();
    }

    private static async Task<JsonElement> ErrorAsync(HttpResponseMessage response, int status, string code)
    {
        var text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(status, text);
        using var document = JsonDocument.Parse(text);
        var error = document.RootElement.GetProperty("error").Clone();
        error.GetProperty("code").GetString().ShouldBe(code);
        return error;
    }
}
