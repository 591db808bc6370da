namespace Azsreg.Cloud.Tests.Resources;

public sealed class ResourceGroupTests(CloudFixture cloud)
{
    private const string Version = "?api-version=2021-04-01";
    private const string Location = """{"location":"westeurope"}""";

    [Fact]
    public async Task Put_NewGroup_Answers201WithTheGroup()
    {
        var subscription = await cloud.NewSubscriptionAsync();
        using var response = await cloud.SendAsync(
            HttpMethod.Put, $"/subscriptions/{subscription}/resourcegroups/azurestack{Version}", json: """{"location":"West Central US","tags":{"a":"b"}}""");
        ((int)response.StatusCode).ShouldBe(201);
        response.Content.Headers.ContentType!.ToString().ShouldBe("application/json; charset=utf-8");
        (await response.Content.ReadAsStringAsync()).ShouldBe(
            $$$"""{"id":"/subscriptions/{{{subscription}}}/resourceGroups/azurestack","name":"azurestack","type":"Microsoft.Resources/resourceGroups","location":"westcentralus","tags":{"a":"b"},"properties":{"provisioningState":"Succeeded"}}""");
    }

    [Fact]
    public async Task Put_Again_Answers200WithTheLatestCasing()
    {
        var group = await NewGroupAsync("MixedCase");
        var again = await cloud.ExpectAsync(200, HttpMethod.Put, group.Replace("MixedCase", "mixedcase", StringComparison.Ordinal) + Version, json: Location);
        again.GetProperty("name").GetString().ShouldBe("mixedcase");
        (await cloud.ExpectAsync(200, HttpMethod.Get, group + Version)).GetProperty("name").GetString().ShouldBe("mixedcase");
    }

    [Fact]
    public async Task Put_ElsewhereThanItIs_IsRefused()
    {
        var group = await NewGroupAsync();
        (await cloud.RefusedAsync(409, HttpMethod.Put, group + Version, json: """{"location":"eastus"}""")).ShouldBe((
            "InvalidResourceGroupLocation", "Invalid resource group location 'eastus'. The Resource group already exists in location 'westeurope'."));
    }

    [Fact]
    public async Task Put_UnknownLocation_NamesTheKnownOnes()
    {
        var subscription = await cloud.NewSubscriptionAsync();
        var (code, message) = await cloud.RefusedAsync(
            400, HttpMethod.Put, $"/subscriptions/{subscription}/resourcegroups/g{Version}", json: """{"location":"atlantis"}""");
        code.ShouldBe("LocationNotAvailableForResourceGroup");
        message.ShouldStartWith("The provided location 'atlantis' is not available for resource group. List of available regions is 'eastus,eastus2,");
    }

    [Fact]
    public async Task Put_WithoutLocation_IsRefused()
    {
        var subscription = await cloud.NewSubscriptionAsync();
        (await cloud.RefusedAsync(400, HttpMethod.Put, $"/subscriptions/{subscription}/resourcegroups/g{Version}", json: "{}")).ShouldBe(
            ("LocationRequired", "The location property is required for this definition."));
    }

    [Theory]
    [InlineData("a!b")]
    [InlineData("a b")]
    [InlineData("ends.with.dot.")]
    public async Task Put_InvalidName_IsRefused(string name)
    {
        var subscription = await cloud.NewSubscriptionAsync();
        (await cloud.RefusedAsync(
            400, HttpMethod.Put, $"/subscriptions/{subscription}/resourcegroups/{Uri.EscapeDataString(name)}{Version}", json: Location))
            .Code.ShouldBe("InvalidResourceGroup");
    }

    [Fact]
    public async Task Put_NameOf91Characters_IsRefused()
    {
        var subscription = await cloud.NewSubscriptionAsync();
        (await cloud.RefusedAsync(
            400, HttpMethod.Put, $"/subscriptions/{subscription}/resourcegroups/{new string('a', 91)}{Version}", json: Location)).Code.ShouldBe("InvalidResourceGroup");
    }

    [Fact]
    public async Task Put_ByAReader_IsRefused()
    {
        var subscription = await cloud.NewSubscriptionAsync();
        var (code, message) = await cloud.RefusedAsync(
            403, HttpMethod.Put, $"/subscriptions/{subscription}/resourcegroups/g{Version}", "reader", Location);
        code.ShouldBe("AuthorizationFailed");
        message.ShouldContain(
            $"action 'Microsoft.Resources/subscriptions/resourceGroups/write' over scope '/subscriptions/{subscription}/resourcegroups/g'");
    }

    [Fact]
    public async Task Head_ResourceGroup_AnswersWhetherItIsThere()
    {
        var group = await NewGroupAsync();
        using var there = await cloud.SendAsync(HttpMethod.Head, group + Version);
        ((int)there.StatusCode).ShouldBe(204);
        using var missing = await cloud.SendAsync(HttpMethod.Head, group + "x" + Version);
        ((int)missing.StatusCode).ShouldBe(404);
    }

    [Fact]
    public async Task Get_Missing_SaysSo()
    {
        var subscription = await cloud.NewSubscriptionAsync();
        (await cloud.RefusedAsync(404, HttpMethod.Get, $"/subscriptions/{subscription}/resourcegroups/none{Version}")).ShouldBe(
            ("ResourceGroupNotFound", "Resource group 'none' could not be found."));
    }

    [Fact]
    public async Task Patch_Tags_ReplacesTheWholeMap()
    {
        var group = await NewGroupAsync();
        await cloud.ExpectAsync(200, HttpMethod.Patch, group + Version, json: """{"tags":{"a":"1","b":"2"}}""");
        var patched = await cloud.ExpectAsync(200, HttpMethod.Patch, group + Version, json: """{"tags":{"c":"3"}}""");
        patched.GetProperty("tags").GetRawText().ShouldBe("""{"c":"3"}""");
        patched.GetProperty("location").GetString().ShouldBe("westeurope");
    }

    [Fact]
    public async Task List_ByTag_FiltersAndPages()
    {
        var subscription = await cloud.NewSubscriptionAsync();
        foreach (var name in (string[])["one", "two", "three", "four"])
        {
            await cloud.ExpectAsync(
                201, HttpMethod.Put, $"/subscriptions/{subscription}/resourcegroups/{name}{Version}",
                json: $$$"""{"location":"westeurope","tags":{"kind":"{{{(name == "four" ? "b" : "a")}}}"}}""");
        }

        var names = new List<string>();
        var link = $"/subscriptions/{subscription}/resourcegroups{Version}&$top=2&$filter=tagName eq 'Kind' and tagValue eq 'a'";
        while (link is not null)
        {
            var page = await cloud.ExpectAsync(200, HttpMethod.Get, link);
            names.AddRange(page.GetProperty("value").EnumerateArray().Select(one => one.GetProperty("name").GetString()!));
            link = page.TryGetProperty("nextLink", out var next) ? next.GetString() : null;
        }

        names.ShouldBe(["one", "three", "two"]);
    }

    [Fact]
    public async Task Delete_Accepted_RemovesTheGroupWithItsLocksAndAssignments()
    {
        var group = await NewGroupAsync();
        await cloud.ExpectAsync(
            201, HttpMethod.Put, $"{group}/providers/Microsoft.Authorization/roleAssignments/{Guid.NewGuid()}?api-version=2022-04-01",
            json: $$$"""{"properties":{"roleDefinitionId":"{{{BuiltInRoles.Owner.Id}}}","principalId":"{{{cloud.ServicePrincipal}}}"}}""");
        using var accepted = await cloud.SendAsync(HttpMethod.Delete, group + Version);
        ((int)accepted.StatusCode).ShouldBe(202);
        accepted.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        var status = 202;
        while (status == 202)
        {
            using var poll = await cloud.SendAsync(HttpMethod.Get, accepted.Headers.Location!.AbsoluteUri);
            status = (int)poll.StatusCode;
        }

        status.ShouldBe(200);
        await cloud.ExpectAsync(404, HttpMethod.Get, group + Version);
        await cloud.ExpectAsync(201, HttpMethod.Put, group + Version, json: Location);
        var assignments = await cloud.ExpectAsync(
            200, HttpMethod.Get, $"{group}/providers/Microsoft.Authorization/roleAssignments?api-version=2022-04-01&$filter=principalId eq '{cloud.ServicePrincipal}'");
        assignments.GetProperty("value").GetArrayLength().ShouldBe(0);
    }

    private async Task<string> NewGroupAsync(string name = "group")
    {
        var group = $"/subscriptions/{await cloud.NewSubscriptionAsync()}/resourceGroups/{name}";
        await cloud.ExpectAsync(201, HttpMethod.Put, group + Version, json: Location);
        return group;
    }
}
