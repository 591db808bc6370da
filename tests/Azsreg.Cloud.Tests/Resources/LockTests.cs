using Azsreg.Cloud.Tests.Registrations;

namespace Azsreg.Cloud.Tests.Resources;

public sealed class LockTests(CloudFixture cloud)
{
    private const string Version = "?api-version=2016-09-01";
    private const string CanNotDelete = """{"properties":{"level":"CanNotDelete","notes":"why"}}""";
    private const string ReadOnly = """{"properties":{"level":"ReadOnly"}}""";

    [Fact]
    public async Task Put_OnARegistration_Answers201AndThen200()
    {
        var (_, registration) = await NewRegistrationAsync();
        var path = Lock(registration);
        var made = await cloud.ExpectAsync(201, HttpMethod.Put, path, json: CanNotDelete);
        made.GetRawText().ShouldBe(
            $$$"""{"properties":{"level":"CanNotDelete","notes":"why"},"id":"{{{registration}}}/providers/Microsoft.Authorization/locks/RegistrationResourceLock","type":"Microsoft.Authorization/locks","name":"RegistrationResourceLock"}""");
        (await cloud.ExpectAsync(200, HttpMethod.Put, path, json: CanNotDelete)).GetRawText().ShouldBe(made.GetRawText());
        (await cloud.ExpectAsync(200, HttpMethod.Get, path)).GetRawText().ShouldBe(made.GetRawText());
    }

    [Fact]
    public async Task Delete_OfALockedResource_NamesTheLockedScope()
    {
        var (_, registration) = await NewRegistrationAsync();
        await cloud.ExpectAsync(201, HttpMethod.Put, Lock(registration), json: CanNotDelete);
        (await cloud.RefusedAsync(409, HttpMethod.Delete, registration + "?api-version=2017-06-01")).ShouldBe((
            "ScopeLocked",
            $"The scope '{registration}' cannot perform delete operation because following scope(s) are locked: '{registration}'. Please remove the lock and try again."));
        await cloud.ExpectAsync(200, HttpMethod.Delete, Lock(registration));
        await cloud.ExpectAsync(204, HttpMethod.Delete, Lock(registration));
        await cloud.ExpectAsync(200, HttpMethod.Delete, registration + "?api-version=2017-06-01");
    }

    [Fact]
    public async Task Delete_OfAGroupWithALockedResource_IsRefusedWhole()
    {
        var (group, registration) = await NewRegistrationAsync();
        await cloud.ExpectAsync(201, HttpMethod.Put, Lock(registration), json: CanNotDelete);
        var (code, message) = await cloud.RefusedAsync(409, HttpMethod.Delete, group + "?api-version=2021-04-01");
        code.ShouldBe("ScopeLocked");
        message.ShouldContain($"'{registration}'");
        await cloud.ExpectAsync(200, HttpMethod.Get, registration + "?api-version=2017-06-01");
    }

    [Fact]
    public async Task Delete_BelowALockedGroup_IsRefused()
    {
        var (group, registration) = await NewRegistrationAsync();
        await cloud.ExpectAsync(201, HttpMethod.Put, Lock(group), json: CanNotDelete);
        (await cloud.RefusedAsync(409, HttpMethod.Delete, registration + "?api-version=2017-06-01")).Message.ShouldContain($"'{group}'");
    }

    [Fact]
    public async Task Delete_OfARoleAssignmentBelowALock_IsRefused()
    {
        var (group, _) = await NewRegistrationAsync();
        var assignment = $"{group}/providers/Microsoft.Authorization/roleAssignments/{Guid.NewGuid()}?api-version=2022-04-01";
        await cloud.ExpectAsync(
            201, HttpMethod.Put, assignment,
            json: $$$"""{"properties":{"roleDefinitionId":"{{{BuiltInRoles.Reader.Id}}}","principalId":"{{{cloud.ServicePrincipal}}}"}}""");
        await cloud.ExpectAsync(201, HttpMethod.Put, Lock(group), json: CanNotDelete);
        (await cloud.RefusedAsync(409, HttpMethod.Delete, assignment)).Code.ShouldBe("ScopeLocked");
    }

    [Fact]
    public async Task Put_CanNotDeleteLock_AllowsWrites()
    {
        var (group, _) = await NewRegistrationAsync();
        await cloud.ExpectAsync(201, HttpMethod.Put, Lock(group), json: CanNotDelete);
        await cloud.ExpectAsync(200, HttpMethod.Patch, group + "?api-version=2021-04-01", json: """{"tags":{"a":"b"}}""");
    }

    [Fact]
    public async Task Put_ReadOnlyLock_AllowsReadsOnly()
    {
        var (group, registration) = await NewRegistrationAsync();
        await cloud.ExpectAsync(201, HttpMethod.Put, Lock(group), json: ReadOnly);
        await cloud.ExpectAsync(200, HttpMethod.Get, registration + "?api-version=2017-06-01");
        (await cloud.RefusedAsync(409, HttpMethod.Post, registration + "/getactivationkey?api-version=2017-06-01")).ShouldBe((
            "ScopeLocked",
            $"The scope '{registration}' cannot perform write operation because following scope(s) are locked: '{group}'. Please remove the lock and try again."));
        (await cloud.RefusedAsync(409, HttpMethod.Patch, group + "?api-version=2021-04-01", json: """{"tags":{}}""")).Code.ShouldBe("ScopeLocked");
        await cloud.ExpectAsync(200, HttpMethod.Delete, Lock(group));
        await cloud.ExpectAsync(200, HttpMethod.Post, registration + "/getactivationkey?api-version=2017-06-01");
    }

    [Fact]
    public async Task Put_ByAContributor_IsRefused()
    {
        var (group, _) = await NewRegistrationAsync();
        var (code, message) = await cloud.RefusedAsync(403, HttpMethod.Put, Lock(group), "contributor", CanNotDelete);
        code.ShouldBe("AuthorizationFailed");
        message.ShouldContain("'Microsoft.Authorization/locks/write'");
    }

    [Fact]
    public async Task Put_OnWhatIsNotThere_IsRefused()
    {
        var (group, _) = await NewRegistrationAsync();
        var missing = $"{group}/providers/Microsoft.AzureStack/registrations/none";
        (await cloud.RefusedAsync(404, HttpMethod.Put, Lock(missing), json: CanNotDelete)).Code.ShouldBe("ResourceNotFound");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"properties":{}}""")]
    [InlineData("""{"properties":{"level":"Sometimes"}}""")]
    [InlineData("""{"properties":{"level":"1"}}""")]
    public async Task Put_WithoutALevel_IsRefused(string json)
    {
        var (group, _) = await NewRegistrationAsync();
        (await cloud.RefusedAsync(400, HttpMethod.Put, Lock(group), json: json)).Code.ShouldBe("InvalidLockLevel");
    }

    [Fact]
    public async Task List_AtTheGroup_ShowsThoseAboveAndBelowUnlessAtScope()
    {
        var (group, registration) = await NewRegistrationAsync();
        var subscription = group[..group.IndexOf("/resourceGroups", StringComparison.Ordinal)];
        await cloud.ExpectAsync(201, HttpMethod.Put, Lock(subscription), json: CanNotDelete);
        await cloud.ExpectAsync(201, HttpMethod.Put, Lock(group), json: CanNotDelete);
        await cloud.ExpectAsync(201, HttpMethod.Put, Lock(registration), json: CanNotDelete);
        var list = $"{group}/providers/Microsoft.Authorization/locks{Version}";
        (await cloud.ExpectAsync(200, HttpMethod.Get, list)).GetProperty("value").GetArrayLength().ShouldBe(3);
        (await cloud.ExpectAsync(200, HttpMethod.Get, list + "&$filter=atScope()")).GetProperty("value").GetArrayLength().ShouldBe(2);
        (await cloud.RefusedAsync(400, HttpMethod.Get, list + "&$filter=nonsense")).Code.ShouldBe("InvalidFilterInQueryString");
    }

    private static string Lock(string scope) => $"{scope}/providers/Microsoft.Authorization/locks/RegistrationResourceLock{Version}";

    private async Task<(string Group, string Registration)> NewRegistrationAsync()
    {
        var group = $"/subscriptions/{await cloud.NewSubscriptionAsync()}/resourceGroups/azurestack";
        await cloud.ExpectAsync(201, HttpMethod.Put, group + "?api-version=2021-04-01", json: """{"location":"westeurope"}""");
        var registration = $"{group}/providers/Microsoft.AzureStack/registrations/one";
        await cloud.ExpectAsync(
            201, HttpMethod.Put, registration + "?api-version=2017-06-01",
            json: $$$"""{"location":"global","properties":{"registrationToken":"{{{Tokens.Unsigned(Guid.NewGuid().ToString()).Encode()}}}"}}""");
        return (group, registration);
    }
}
