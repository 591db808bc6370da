using System.Text.Json;

namespace Azsreg.Cloud.Tests.Directory;

public sealed class GraphWireTests(GraphRig rig) : IClassFixture<GraphRig>
{
    [Fact]
    public async Task Bridge_MadeWithACertificate_HasOwnerAndPrincipal()
    {
        using var certificate = GraphRig.NewCertificate();
        var (status, application) = await CreateAsync("member", "Azure Bridge", certificate.RawData);
        status.ShouldBe(201);
        var key = application.GetProperty("keyCredentials")[0];
        key.GetProperty("customKeyIdentifier").GetString().ShouldBe(certificate.Thumbprint);
        key.TryGetProperty("key", out _).ShouldBeFalse();

        var appId = application.GetProperty("appId").GetString();
        var (created, principal) = await rig.SendAsync("member", HttpMethod.Post, "servicePrincipals", $$"""{"appId":"{{appId}}"}""");
        created.ShouldBe(201);
        var (_, found) = await rig.SendAsync("member", HttpMethod.Get, $"servicePrincipals?$filter=appId%20eq%20'{appId}'");
        found.GetProperty("value")[0].GetProperty("id").GetString().ShouldBe(principal.GetProperty("id").GetString());
        var (_, byKey) = await rig.SendAsync("member", HttpMethod.Get, $"servicePrincipals(appId='{appId}')");
        byKey.GetProperty("id").GetString().ShouldBe(principal.GetProperty("id").GetString());
        var (_, owners) = await rig.SendAsync("member", HttpMethod.Get, $"applications/{application.GetProperty("id").GetString()}/owners");
        owners.GetProperty("value")[0].GetProperty("userPrincipalName").GetString().ShouldBe("member@contoso.onmicrosoft.com");
        owners.GetProperty("value")[0].GetProperty("@odata.type").GetString().ShouldBe("#microsoft.graph.user");
    }

    [Fact]
    public async Task KeyCredentials_Replaced_LeaveOnlyTheNewOne()
    {
        using var first = GraphRig.NewCertificate();
        using var second = GraphRig.NewCertificate();
        var (_, application) = await CreateAsync("member", "Rotated", first.RawData);
        var id = application.GetProperty("id").GetString();
        var (status, _) = await rig.SendAsync("member", HttpMethod.Patch, $"applications/{id}", $$"""{"keyCredentials":[{{Credential(second.RawData)}}]}""");
        status.ShouldBe(204);
        var (_, changed) = await rig.SendAsync("member", HttpMethod.Get, $"applications/{id}");
        changed.GetProperty("keyCredentials").EnumerateArray().Select(key => key.GetProperty("customKeyIdentifier").GetString()).ShouldBe([second.Thumbprint]);
    }

    [Fact]
    public async Task AddPassword_SecretText_SignsTheApplicationIn()
    {
        var (_, application) = await CreateAsync("member", "With secret");
        var appId = application.GetProperty("appId").GetString()!;
        await rig.SendAsync("member", HttpMethod.Post, "servicePrincipals", $$"""{"appId":"{{appId}}"}""");
        var (status, password) = await rig.SendAsync(
            "member", HttpMethod.Post, $"applications/{application.GetProperty("id").GetString()}/addPassword", """{"passwordCredential":{"displayName":"test"}}""");
        status.ShouldBe(200);
        var answer = await rig.SignInAsync(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = appId,
            ["client_secret"] = password.GetProperty("secretText").GetString()!,
            ["scope"] = $"{rig.Url}graph/.default",
        });
        answer.GetProperty("access_token").GetString().ShouldNotBeNullOrEmpty();
        var (_, read) = await rig.SendAsync("member", HttpMethod.Get, $"applications/{application.GetProperty("id").GetString()}");
        read.GetProperty("passwordCredentials")[0].TryGetProperty("secretText", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Change_NotAnOwner_IsDenied()
    {
        var (_, application) = await CreateAsync("member", "Mine");
        var (status, body) = await rig.SendAsync("second", HttpMethod.Delete, $"applications/{application.GetProperty("id").GetString()}");
        status.ShouldBe(403);
        var error = body.GetProperty("error");
        error.GetProperty("code").GetString().ShouldBe("Authorization_RequestDenied");
        error.GetProperty("message").GetString().ShouldBe("Insufficient privileges to complete the operation.");
        error.GetProperty("innerError").EnumerateObject().Select(one => one.Name).ShouldBe(["date", "request-id", "client-request-id"]);
        (await rig.SendAsync("admin", HttpMethod.Delete, $"applications/{application.GetProperty("id").GetString()}")).Status.ShouldBe(204);
    }

    [Fact]
    public async Task Change_OwnerAdded_IsAllowed()
    {
        var (_, application) = await CreateAsync("member", "Shared");
        var id = application.GetProperty("id").GetString();
        var second = (await rig.FindAsync("second")).ObjectId;
        (await rig.SendAsync("member", HttpMethod.Post, $"applications/{id}/owners/$ref",
            $$"""{"@odata.id":"{{rig.Url}}graph/v1.0/directoryObjects/{{second}}"}""")).Status.ShouldBe(204);
        (await rig.SendAsync("second", HttpMethod.Patch, $"applications/{id}", """{"displayName":"Shared by two"}""")).Status.ShouldBe(204);
        (await rig.SendAsync("member", HttpMethod.Delete, $"applications/{id}/owners/{second}/$ref")).Status.ShouldBe(204);
        (await rig.SendAsync("second", HttpMethod.Patch, $"applications/{id}", """{"displayName":"No more"}""")).Status.ShouldBe(403);
    }

    [Fact]
    public async Task Create_UsersMayNotRegister_IsDeniedToMembersOnly()
    {
        (await rig.SendAsync("restricted", HttpMethod.Patch, "policies/authorizationPolicy",
            """{"defaultUserRolePermissions":{"allowedToCreateApps":false}}""")).Status.ShouldBe(403);
        (await rig.SendAsync("admin", HttpMethod.Patch, "policies/authorizationPolicy",
            """{"defaultUserRolePermissions":{"allowedToCreateApps":false}}""")).Status.ShouldBe(204);
        try
        {
            (await CreateAsync("restricted", "Forbidden")).Status.ShouldBe(403);
            (await CreateAsync("admin", "Allowed")).Status.ShouldBe(201);
        }
        finally
        {
            await rig.Policies.SetUsersCanRegisterApplicationsAsync(GraphRig.TenantId, allowed: true);
        }
    }

    [Fact]
    public async Task MyRoles_Administrator_HasTheTemplateIdOfEveryDirectory()
    {
        var (status, body) = await rig.SendAsync("admin", HttpMethod.Get, "me/transitiveMemberOf/microsoft.graph.directoryRole");

        status.ShouldBe(200);
        body.GetProperty("value").EnumerateArray().Select(role => (role.GetProperty("displayName").GetString(), role.GetProperty("roleTemplateId").GetString()))
            .ShouldContain(("Global Administrator", "62e90394-69f5-4237-9190-012177145e10"));
    }

    [Fact]
    public async Task MyRoles_Guest_AreNoneAndNoSecret()
    {
        var (status, body) = await rig.SendAsync("visitor@fabrikam.onmicrosoft.com", HttpMethod.Get, "me/transitiveMemberOf/microsoft.graph.directoryRole");

        status.ShouldBe(200);
        body.GetProperty("value").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Users_Guest_SeesItselfAndNothingMore()
    {
        const string guest = "visitor@fabrikam.onmicrosoft.com";
        (await rig.SendAsync(guest, HttpMethod.Get, "me")).Body.GetProperty("userType").GetString().ShouldBe("Guest");
        (await rig.SendAsync(guest, HttpMethod.Get, "users")).Status.ShouldBe(403);
        (await rig.SendAsync(guest, HttpMethod.Get, "users/member@contoso.onmicrosoft.com")).Status.ShouldBe(403);
        (await CreateAsync(guest, "Of a guest")).Status.ShouldBe(403);
    }

    [Fact]
    public async Task Request_WithoutToken_IsUnauthorized()
    {
        var (status, body) = await rig.SendAsync(null, HttpMethod.Get, "me");
        status.ShouldBe(401);
        body.GetProperty("error").GetProperty("message").GetString().ShouldBe("Access token is empty.");
    }

    [Fact]
    public async Task Request_TokenOfTheResourceManager_IsInvalidAudience()
    {
        var (status, body) = await rig.SendAsync("member", HttpMethod.Get, "me", resource: "");
        status.ShouldBe(401);
        body.GetProperty("error").GetProperty("message").GetString().ShouldBe("Access token validation failure. Invalid audience.");
    }

    [Fact]
    public async Task Me_And_Organization_TellWhoAndWhere()
    {
        (await rig.SendAsync("member", HttpMethod.Get, "me")).Body.GetProperty("userPrincipalName").GetString().ShouldBe("member@contoso.onmicrosoft.com");
        var organization = (await rig.SendAsync("member", HttpMethod.Get, "organization")).Body.GetProperty("value")[0];
        organization.GetProperty("id").GetString().ShouldBe(GraphRig.TenantId.ToString());
        organization.GetProperty("verifiedDomains")[0].GetProperty("name").GetString().ShouldBe("contoso.onmicrosoft.com");
        (await rig.SendAsync("member", HttpMethod.Get, "users/second@contoso.onmicrosoft.com")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Applications_Filtered_FindByNameAndPage()
    {
        for (var i = 0; i < 3; i++)
            await CreateAsync("member", $"Paged {i}");
        var (_, first) = await rig.SendAsync("member", HttpMethod.Get, "applications?$filter=startswith(displayName,'Paged')&$top=2");
        first.GetProperty("value").GetArrayLength().ShouldBe(2);
        var next = first.GetProperty("@odata.nextLink").GetString()!;
        var (_, second) = await rig.SendAsync("member", HttpMethod.Get, next[(rig.Url + "graph/v1.0/").Length..]);
        second.GetProperty("value").GetArrayLength().ShouldBe(1);
        second.TryGetProperty("@odata.nextLink", out _).ShouldBeFalse();
        (await rig.SendAsync("member", HttpMethod.Get, "applications?$filter=displayName%20eq%20'Paged%201'")).Body.GetProperty("value").GetArrayLength().ShouldBe(1);
        (await rig.SendAsync("member", HttpMethod.Get, "applications?$filter=tags/any(t:t%20eq%20'x')")).Status.ShouldBe(400);
    }

    [Theory]
    [InlineData("applications/not-an-id")]
    [InlineData("applications/00000000-0000-4000-8000-000000000000")]
    [InlineData("servicePrincipals/00000000-0000-4000-8000-000000000000")]
    [InlineData("users/nobody@contoso.onmicrosoft.com")]
    public async Task Get_Unknown_IsResourceNotFound(string path)
    {
        var (status, body) = await rig.SendAsync("member", HttpMethod.Get, path);
        status.ShouldBe(404);
        body.GetProperty("error").GetProperty("code").GetString().ShouldBe("Request_ResourceNotFound");
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"displayName":""}""")]
    [InlineData("""{}""")]
    [InlineData("""{"displayName":"x","keyCredentials":[{"type":"AsymmetricX509Cert","usage":"Verify","key":"%"}]}""")]
    [InlineData("""{"displayName":"x","keyCredentials":[{"type":"AsymmetricX509Cert","usage":"Verify","key":"AAAA"}]}""")]
    public async Task Create_WrongBody_IsBadRequest(string body)
    {
        var (status, answer) = await rig.SendAsync("member", HttpMethod.Post, "applications", body);
        status.ShouldBe(400);
        answer.GetProperty("error").GetProperty("code").GetString().ShouldBe("Request_BadRequest");
    }

    [Fact]
    public async Task Path_Unknown_HasGraphsEnvelope()
    {
        var (status, body) = await rig.SendAsync("member", HttpMethod.Get, "planets");
        status.ShouldBe(404);
        body.GetProperty("error").GetProperty("innerError").GetProperty("request-id").GetString().ShouldNotBeNullOrEmpty();
    }

    private Task<(int Status, JsonElement Body)> CreateAsync(string who, string name, byte[]? certificate = null) => rig.SendAsync(
        who, HttpMethod.Post, "applications",
        $$"""{"displayName":"{{name}}","signInAudience":"AzureADMyOrg","keyCredentials":[{{(certificate is null ? "" : Credential(certificate))}}]}""");

    private static string Credential(byte[] certificate) =>
        $$"""{"type":"AsymmetricX509Cert","usage":"Verify","key":"{{Convert.ToBase64String(certificate)}}"}""";
}
