using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Cloud.Tests.Resources;

public sealed class RoleTests(CloudFixture cloud)
{
    private const string Current = "?api-version=2022-04-01";
    private const string Former = "?api-version=2015-07-01";

    [Fact]
    public async Task Definitions_ByName_FindTheRegistrationOwner()
    {
        var subscription = await cloud.NewSubscriptionAsync();
        var list = await cloud.ExpectAsync(
            200, HttpMethod.Get,
            $"/subscriptions/{subscription}/providers/Microsoft.Authorization/roleDefinitions{Current}&$filter=roleName eq 'Azure Stack Registration Owner'");
        list.GetProperty("value").EnumerateArray().ShouldHaveSingleItem().GetRawText().ShouldBe(
            $$$"""{"id":"/subscriptions/{{{subscription}}}/providers/Microsoft.Authorization/roleDefinitions/6f12a6df-dd06-4f3e-bcb1-ce8be600526a","type":"Microsoft.Authorization/roleDefinitions","name":"6f12a6df-dd06-4f3e-bcb1-ce8be600526a","properties":{"roleName":"Azure Stack Registration Owner","type":"BuiltInRole","description":"Lets you manage Azure Stack registrations.","assignableScopes":["/"],"permissions":[{"actions":["Microsoft.AzureStack/registrations/products/*/action","Microsoft.AzureStack/registrations/products/read","Microsoft.AzureStack/registrations/read"],"notActions":[],"dataActions":[],"notDataActions":[]}]}}""");
    }

    [Fact]
    public async Task Assignment_OfTheCurrentForm_Answers201WithWhoMadeIt()
    {
        var subscription = await cloud.NewSubscriptionAsync();
        var made = await cloud.ExpectAsync(201, HttpMethod.Put, Assignment(subscription, Current), json: Reader(cloud.ServicePrincipal, "ServicePrincipal"));
        var properties = made.GetProperty("properties");
        properties.GetProperty("roleDefinitionId").GetString().ShouldBe(
            $"/subscriptions/{subscription}/providers/Microsoft.Authorization/roleDefinitions/{BuiltInRoles.Reader.Id}");
        properties.GetProperty("principalType").GetString().ShouldBe("ServicePrincipal");
        properties.GetProperty("scope").GetString().ShouldBe($"/subscriptions/{subscription}");
        properties.GetProperty("createdBy").GetString().ShouldBe(cloud.People["owner"]);
    }

    [Fact]
    public async Task Assignment_OfTheFormerForm_AnswersThreePropertiesAndNoRepeat()
    {
        var subscription = await cloud.NewSubscriptionAsync();
        var path = Assignment(subscription, Former);
        var made = await cloud.ExpectAsync(201, HttpMethod.Put, path, json: Reader(cloud.ServicePrincipal));
        made.GetProperty("properties").GetRawText().ShouldBe(
            $$$"""{"roleDefinitionId":"/subscriptions/{{{subscription}}}/providers/Microsoft.Authorization/roleDefinitions/{{{BuiltInRoles.Reader.Id}}}","principalId":"{{{cloud.ServicePrincipal}}}","scope":"/subscriptions/{{{subscription}}}"}""");
        (await cloud.RefusedAsync(409, HttpMethod.Put, path, json: Reader(cloud.ServicePrincipal))).ShouldBe(
            ("RoleAssignmentExists", "The role assignment already exists."));
    }

    [Fact]
    public async Task Assignment_RepeatedInTheCurrentForm_Answers200()
    {
        var subscription = await cloud.NewSubscriptionAsync();
        var path = Assignment(subscription, Current);
        await cloud.ExpectAsync(201, HttpMethod.Put, path, json: Reader(cloud.ServicePrincipal));
        await cloud.ExpectAsync(200, HttpMethod.Put, path, json: Reader(cloud.ServicePrincipal));
    }

    [Fact]
    public async Task Assignment_UnderAnotherName_NamesTheExistingOne()
    {
        var subscription = await cloud.NewSubscriptionAsync();
        var name = Guid.NewGuid();
        await cloud.ExpectAsync(201, HttpMethod.Put, Assignment(subscription, Current, name), json: Reader(cloud.ServicePrincipal));
        (await cloud.RefusedAsync(409, HttpMethod.Put, Assignment(subscription, Current), json: Reader(cloud.ServicePrincipal))).ShouldBe(
            ("RoleAssignmentExists", $"The role assignment already exists. The ID of the existing role assignment is {name:N}."));
    }

    [Fact]
    public async Task Assignment_OfAStranger_IsRefused()
    {
        var subscription = await cloud.NewSubscriptionAsync();
        var stranger = Guid.NewGuid();
        var (code, message) = await cloud.RefusedAsync(400, HttpMethod.Put, Assignment(subscription, Current), json: Reader(stranger.ToString()));
        code.ShouldBe("PrincipalNotFound");
        message.ShouldStartWith($"Principal {stranger:N} does not exist in the directory {CloudFixture.Contoso}.");
    }

    [Fact]
    public async Task Assignment_OfAnUnknownRole_IsRefused()
    {
        var subscription = await cloud.NewSubscriptionAsync();
        var role = Guid.NewGuid();
        (await cloud.RefusedAsync(
            400, HttpMethod.Put, Assignment(subscription, Current),
            json: $$$"""{"properties":{"roleDefinitionId":"{{{role}}}","principalId":"{{{cloud.ServicePrincipal}}}"}}""")).ShouldBe(
            ("RoleDefinitionDoesNotExist", $"The specified role definition with ID '{role:N}' does not exist."));
    }

    [Fact]
    public async Task Assignment_ByAContributor_IsRefused()
    {
        var subscription = await cloud.NewSubscriptionAsync();
        (await cloud.RefusedAsync(
            403, HttpMethod.Put, Assignment(subscription, Current), "contributor", Reader(cloud.ServicePrincipal))).Code.ShouldBe("AuthorizationFailed");
    }

    [Fact]
    public async Task Assignment_AtAGroup_HoldsThereAtOnceAndNoLongerAfterItsDelete()
    {
        var subscription = await cloud.NewSubscriptionAsync();
        var group = $"/subscriptions/{subscription}/resourceGroups/g";
        await cloud.ExpectAsync(201, HttpMethod.Put, group + "?api-version=2021-04-01", json: """{"location":"westeurope"}""");
        await cloud.ExpectAsync(403, HttpMethod.Get, group + "?api-version=2021-04-01", "nobody");
        var assignment = $"{group}/providers/Microsoft.Authorization/roleAssignments/{Guid.NewGuid()}{Current}";
        await cloud.ExpectAsync(201, HttpMethod.Put, assignment, json: Reader(cloud.People["nobody"]));
        await cloud.ExpectAsync(200, HttpMethod.Get, group + "?api-version=2021-04-01", "nobody");
        await cloud.ExpectAsync(403, HttpMethod.Get, $"/subscriptions/{subscription}?api-version=2021-01-01", "nobody");
        await cloud.ExpectAsync(200, HttpMethod.Delete, assignment);
        await cloud.ExpectAsync(204, HttpMethod.Delete, assignment);
        await cloud.ExpectAsync(403, HttpMethod.Get, group + "?api-version=2021-04-01", "nobody");
    }

    [Fact]
    public async Task Assignments_Filtered_ByPrincipalAndScope()
    {
        var subscription = await cloud.NewSubscriptionAsync();
        var group = $"/subscriptions/{subscription}/resourceGroups/g";
        await cloud.ExpectAsync(201, HttpMethod.Put, group + "?api-version=2021-04-01", json: """{"location":"westeurope"}""");
        await cloud.ExpectAsync(
            201, HttpMethod.Put, $"{group}/providers/Microsoft.Authorization/roleAssignments/{Guid.NewGuid()}{Current}", json: Reader(cloud.ServicePrincipal));
        var list = $"/subscriptions/{subscription}/providers/Microsoft.Authorization/roleAssignments{Current}";
        Count(await cloud.ExpectAsync(200, HttpMethod.Get, list)).ShouldBe(4);
        Count(await cloud.ExpectAsync(200, HttpMethod.Get, list + "&$filter=atScope()")).ShouldBe(3);
        Count(await cloud.ExpectAsync(200, HttpMethod.Get, list + $"&$filter=principalId eq '{cloud.ServicePrincipal}'")).ShouldBe(1);
        Count(await cloud.ExpectAsync(200, HttpMethod.Get, list + $"&$filter=atScope() and assignedTo('{cloud.People["reader"]}')")).ShouldBe(1);
    }

    [Fact]
    public async Task CustomRole_Assigned_AllowsWhatItSays()
    {
        var subscription = await cloud.NewSubscriptionAsync();
        var role = Guid.NewGuid();
        var definition = $"/subscriptions/{subscription}/providers/Microsoft.Authorization/roleDefinitions/{role}{Current}";
        var made = await cloud.ExpectAsync(
            201, HttpMethod.Put, definition,
            json: $$$"""{"properties":{"roleName":"Registrar {{{role}}}","description":"Registers","permissions":[{"actions":["Microsoft.Resources/subscriptions/resourceGroups/read","Microsoft.Resources/subscriptions/resourceGroups/write"]}],"assignableScopes":["/subscriptions/{{{subscription}}}"]}}""");
        made.GetProperty("properties").GetProperty("type").GetString().ShouldBe("CustomRole");
        await cloud.ExpectAsync(
            201, HttpMethod.Put, Assignment(subscription, Current),
            json: $$$"""{"properties":{"roleDefinitionId":"/subscriptions/{{{subscription}}}/providers/Microsoft.Authorization/roleDefinitions/{{{role}}}","principalId":"{{{cloud.People["nobody"]}}}"}}""");
        var group = $"/subscriptions/{subscription}/resourcegroups/g?api-version=2021-04-01";
        await cloud.ExpectAsync(201, HttpMethod.Put, group, "nobody", """{"location":"westeurope"}""");
        await cloud.ExpectAsync(403, HttpMethod.Delete, group, "nobody");
        (await cloud.RefusedAsync(400, HttpMethod.Delete, definition)).Code.ShouldBe("RoleDefinitionHasAssignments");
    }

    [Fact]
    public async Task CustomRole_ForAScopeOfOthers_IsRefused()
    {
        var mine = await cloud.NewSubscriptionAsync();
        var other = await cloud.NewSubscriptionAsync(tenant: CloudFixture.Fabrikam);
        (await cloud.RefusedAsync(
            403, HttpMethod.Put, $"/subscriptions/{mine}/providers/Microsoft.Authorization/roleDefinitions/{Guid.NewGuid()}{Current}",
            json: $$$"""{"properties":{"roleName":"x {{{Guid.NewGuid()}}}","permissions":[{"actions":["*"]}],"assignableScopes":["/subscriptions/{{{other}}}"]}}"""))
            .Code.ShouldBe("LinkedAuthorizationFailed");
    }

    [Fact]
    public async Task CustomRole_OfAnotherSubscription_CannotBeTakenOver()
    {
        var mine = await cloud.NewSubscriptionAsync();
        var theirs = await cloud.NewSubscriptionAsync();
        var role = Guid.NewGuid();
        string Body(string scope) =>
            $$$"""{"properties":{"roleName":"taken {{{role}}}","permissions":[{"actions":["*"]}],"assignableScopes":["/subscriptions/{{{scope}}}"]}}""";
        string Path(string subscription) => $"/subscriptions/{subscription}/providers/Microsoft.Authorization/roleDefinitions/{role}{Current}";
        await cloud.ExpectAsync(201, HttpMethod.Put, Path(theirs), json: Body(theirs));
        await cloud.Services.GetRequiredService<RoleAssignmentStore>().GrantAsync(
            CloudFixture.Contoso, $"/subscriptions/{mine}", BuiltInRoles.UserAccessAdministrator, cloud.People["nobody"]);
        (await cloud.RefusedAsync(403, HttpMethod.Put, Path(mine), "nobody", Body(mine))).Code.ShouldBe("LinkedAuthorizationFailed");
        (await cloud.RefusedAsync(403, HttpMethod.Delete, Path(mine), "nobody")).Code.ShouldBe("LinkedAuthorizationFailed");
    }

    [Fact]
    public async Task Permissions_Caller_AreTheCallersOwn()
    {
        var subscription = await cloud.NewSubscriptionAsync();
        var path = $"/subscriptions/{subscription}/providers/Microsoft.Authorization/permissions?api-version=2015-07-01";
        (await cloud.ExpectAsync(200, HttpMethod.Get, path, "reader")).GetRawText().ShouldBe(
            """{"value":[{"actions":["*/read"],"notActions":[],"dataActions":[],"notDataActions":[]}]}""");
    }

    [Fact]
    public async Task Permissions_CallerWithoutTheRightToReadThem_AreRefused()
    {
        var subscription = await cloud.NewSubscriptionAsync();
        var (code, message) = await cloud.RefusedAsync(
            403, HttpMethod.Get, $"/subscriptions/{subscription}/providers/Microsoft.Authorization/permissions?api-version=2015-07-01", "nobody");
        code.ShouldBe("AuthorizationFailed");
        message.ShouldContain("Microsoft.Authorization/permissions/read");
    }

    private static string Assignment(string subscription, string version, Guid? name = null) =>
        $"/subscriptions/{subscription}/providers/Microsoft.Authorization/roleAssignments/{name ?? Guid.NewGuid()}{version}";

    private static string Reader(string principal, string? type = null) =>
        $$$"""{"properties":{"roleDefinitionId":"/subscriptions/x/providers/Microsoft.Authorization/roleDefinitions/{{{BuiltInRoles.Reader.Id}}}","principalId":"{{{principal}}}"{{{(type is null ? "" : $",\"principalType\":\"{type}\"")}}}}}""";

    private static int Count(JsonElement list) => list.GetProperty("value").GetArrayLength();
}
