using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Azsreg.Identity.Tests;

/// <summary>Each refusal has Entra ID's number, error and status.</summary>
public sealed class TokenRefusalTests(HostFixture fixture) : IClassFixture<HostFixture>
{
    private TestHost Host => fixture.Host;

    [Fact]
    public async Task Token_WrongPassword_TheWholeErrorObject()
    {
        var correlation = Guid.Parse("0197a7b2-0000-7000-8000-0000000000aa");
        using var request = new HttpRequestMessage(HttpMethod.Post, "contoso.onmicrosoft.com/oauth2/v2.0/token")
        {
            Content = new FormUrlEncodedContent(Password(TestHost.Owner, "wrong password").Select(field => KeyValuePair.Create(field.Name, field.Value))),
        };
        request.Headers.Add("client-request-id", correlation.ToString());

        using var response = await Host.Http.SendAsync(request);

        var json = JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        response.Headers.GetValues("client-request-id").ShouldBe([correlation.ToString()]);
        json.Select(field => field.Key).ShouldBe(["error", "error_description", "error_codes", "timestamp", "trace_id", "correlation_id"]);
        json["error"]!.GetValue<string>().ShouldBe("invalid_grant");
        json["error_codes"]!.ToJsonString().ShouldBe("[50126]");
        json["correlation_id"]!.GetValue<Guid>().ShouldBe(correlation);
        json["error_description"]!.GetValue<string>().ShouldBe(
            "AADSTS50126: Error validating credentials due to invalid username or password.\r\n" +
            $"Trace ID: {json["trace_id"]}\r\nCorrelation ID: {correlation}\r\nTimestamp: {json["timestamp"]}");
        json["timestamp"]!.GetValue<string>().ShouldMatch(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$");
    }

    [Fact]
    public Task Token_UserOfNoTenant_50034() => RefusedAsync(50034, "invalid_grant", Password("nobody@contoso.onmicrosoft.com", "whatever 1"));

    [Fact]
    public Task Token_UserOfAnotherTenant_50034() =>
        RefusedAsync(50034, "invalid_grant", Password(TestHost.Stranger, TestHost.Password.Reveal()));

    [Fact]
    public async Task Token_SecondFactor_50076NamesDeviceCode()
    {
        var json = await RefusedAsync(50076, "interaction_required", Password(TestHost.WithCode, TestHost.Password.Reveal()));
        json["error_description"]!.GetValue<string>().ShouldContain("device code");
        json["suberror"]!.GetValue<string>().ShouldBe("basic_action");
    }

    [Fact]
    public async Task Token_PersonalAccountByPassword_9001023NamesDeviceCode()
    {
        var json = await RefusedAsync(9001023, "invalid_request", Password(TestHost.Personal, TestHost.Password.Reveal()));
        json["error_description"]!.GetValue<string>().ShouldContain("device code");
    }

    [Fact]
    public async Task Token_BlockedUser_50057()
    {
        var user = await Host.Accounts.CreateUserAsync(new NewUser
        {
            TenantId = TestHost.Contoso, UserPrincipalName = "blocked@contoso.onmicrosoft.com", DisplayName = "Blocked", Password = TestHost.Password,
        });
        await Host.Accounts.SetUserEnabledAsync(TestHost.Contoso, user.ObjectId, enabled: false);
        await RefusedAsync(50057, "invalid_grant", Password(user.SignInName, TestHost.Password.Reveal()));
    }

    [Theory]
    [InlineData("nowhere.example/oauth2/v2.0/token")]
    [InlineData("00000000-0000-4000-8000-000000000000/oauth2/token")]
    public Task Token_UnknownTenant_90002(string path) =>
        RefusedAsync(90002, "invalid_request", Password(TestHost.Owner, TestHost.Password.Reveal()), path: path);

    [Fact]
    public Task Token_UnknownClient_700016() => RefusedAsync(700016, "unauthorized_client",
        [("grant_type", "client_credentials"), ("client_id", "00000000-0000-4000-8000-000000000000"), ("client_secret", "x"), ("scope", TestHost.ArmScope)]);

    [Fact]
    public async Task Token_ClientOfAnotherTenant_700016()
    {
        var foreign = await Host.Accounts.CreateApplicationAsync(new NewApplication { TenantId = TestHost.Fabrikam, DisplayName = "Foreign" });
        await RefusedAsync(700016, "unauthorized_client", Client(foreign.AppId, "some secret or other"));
    }

    [Fact]
    public Task Token_WrongSecret_7000215() =>
        RefusedAsync(7000215, "invalid_client", Client(Host.Automation.AppId, "not the secret at all"), HttpStatusCode.Unauthorized);

    [Fact]
    public async Task Token_ExpiredSecret_7000222()
    {
        await using var host = await TestHost.StartAsync();
        var secret = await host.Accounts.AddPasswordAsync(host.Automation.AppId, endsAt: host.Clock.GetUtcNow().AddHours(1));
        host.Clock.Advance(TimeSpan.FromHours(2));
        await RefusedAsync(7000222, "invalid_client", Client(host.Automation.AppId, secret.Text.Reveal()), HttpStatusCode.Unauthorized, on: host);
    }

    [Fact]
    public Task Token_ConfidentialWithoutProof_7000218() => RefusedAsync(7000218, "invalid_client",
        [("grant_type", "client_credentials"), ("client_id", Host.Automation.AppId.ToString()), ("scope", TestHost.ArmScope)], HttpStatusCode.Unauthorized);

    [Fact]
    public Task Token_PublicClientWithSecret_700025() => RefusedAsync(700025, "invalid_client",
        [.. Password(TestHost.Owner, TestHost.Password.Reveal()), ("client_secret", "something")], HttpStatusCode.Unauthorized);

    [Fact]
    public async Task Token_NoPrincipalInTheTenant_7000229()
    {
        var application = await Host.Accounts.CreateApplicationAsync(new NewApplication { TenantId = TestHost.Contoso, DisplayName = "Without principal" });
        var secret = await Host.Accounts.AddPasswordAsync(application.AppId);
        await RefusedAsync(7000229, "unauthorized_client", Client(application.AppId, secret.Text.Reveal()), HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Token_ForeignApplicationWithoutConsent_65001()
    {
        var application = await Host.Accounts.CreateApplicationAsync(
            new NewApplication { TenantId = TestHost.Fabrikam, DisplayName = "Their tool", IsMultiTenant = true, IsPublicClient = true });
        var json = await RefusedAsync(65001, "invalid_grant",
            [("grant_type", "password"), ("client_id", application.AppId.ToString()), ("scope", TestHost.ArmScope), ("username", TestHost.Owner), ("password", TestHost.Password.Reveal())]);
        json["suberror"]!.GetValue<string>().ShouldBe("consent_required");
    }

    [Fact]
    public async Task Token_ClientCredentialsAtCommon_50059()
    {
        var secret = await Host.Accounts.AddPasswordAsync(Host.Automation.AppId);
        await RefusedAsync(50059, "invalid_request", Client(Host.Automation.AppId, secret.Text.Reveal()), path: "common/oauth2/v2.0/token");
    }

    [Theory]
    [InlineData("https://unknown.example/.default", 500011, "invalid_resource")]
    [InlineData("https://management.azure.com/.default https://graph.microsoft.com/.default", 70011, "invalid_scope")]
    public Task Token_ScopeOfNoOrTwoResources_Refused(string scope, int code, string error) =>
        RefusedAsync(code, error, [("grant_type", "password"), ("client_id", TestHost.PowerShell), ("scope", scope), ("username", TestHost.Owner), ("password", TestHost.Password.Reveal())]);

    [Fact]
    public async Task Token_ClientCredentialsWithoutDefaultScope_70011()
    {
        var secret = await Host.Accounts.AddPasswordAsync(Host.Automation.AppId);
        await RefusedAsync(70011, "invalid_scope",
            [("grant_type", "client_credentials"), ("client_id", Host.Automation.AppId.ToString()), ("client_secret", secret.Text.Reveal()), ("scope", "https://management.azure.com/user_impersonation")]);
    }

    [Fact]
    public Task Token_UnknownResourceV1_500011() => RefusedAsync(500011, "invalid_resource",
        [("grant_type", "password"), ("client_id", TestHost.PowerShell), ("resource", "https://unknown.example/"), ("username", TestHost.Owner), ("password", TestHost.Password.Reveal())],
        path: "contoso.onmicrosoft.com/oauth2/token");

    [Fact]
    public Task Token_UnknownGrantType_70003() =>
        RefusedAsync(70003, "unsupported_grant_type", [("grant_type", "magic"), ("client_id", TestHost.PowerShell)]);

    [Fact]
    public Task Token_MissingField_900144() => RefusedAsync(900144, "invalid_request", [("client_id", TestHost.PowerShell)]);

    [Fact]
    public Task Token_FieldTwice_9002313() =>
        RefusedAsync(9002313, "invalid_request", [("grant_type", "password"), ("client_id", TestHost.PowerShell), ("client_id", TestHost.PowerShell)]);

    [Fact]
    public Task Token_TooManyFields_9002313() =>
        RefusedAsync(9002313, "invalid_request", [.. Enumerable.Range(0, 65).Select(i => ($"f{i}", "x"))]);

    [Fact]
    public async Task Token_BodyTooLarge_413()
    {
        using var content = new StringContent("grant_type=" + new string('x', 70_000), Encoding.ASCII, "application/x-www-form-urlencoded");
        using var request = new HttpRequestMessage(HttpMethod.Post, "contoso.onmicrosoft.com/oauth2/v2.0/token") { Content = content };
        // Asks before it sends: a server that refuses closes the connection, and a client still writing may not read why.
        request.Headers.ExpectContinue = true;
        using var response = await Host.Http.SendAsync(request);
        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Token_JsonBody_9002313()
    {
        using var content = new StringContent("{}", Encoding.UTF8, "application/json");
        using var response = await Host.Http.PostAsync("contoso.onmicrosoft.com/oauth2/v2.0/token", content);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync()).ShouldContain("[9002313]");
    }

    [Fact]
    public async Task Token_TooManyWrongPasswords_50053UntilTheWaitIsOver()
    {
        await using var host = await TestHost.StartAsync(options => options with { FailuresPerAccountAndAddress = 3 });
        for (var attempt = 0; attempt < 3; attempt++)
            await RefusedAsync(50126, "invalid_grant", Password(TestHost.Owner, $"wrong {attempt}"), on: host);
        await RefusedAsync(50053, "invalid_grant", Password(TestHost.Owner, TestHost.Password.Reveal()), on: host);
        host.Clock.Advance(TimeSpan.FromSeconds(61));
        await host.TokensAsync();
    }

    [Fact]
    public async Task Token_AddressGuessesAtManyAccounts_50053ForTheAddress()
    {
        await using var host = await TestHost.StartAsync(options => options with { FailuresPerAccountAndAddress = 3, FailuresPerAccountOrAddress = 4 });
        for (var attempt = 0; attempt < 4; attempt++)
            await RefusedAsync(50034, "invalid_grant", Password($"guess{attempt}@contoso.onmicrosoft.com", "wrong one"), on: host);
        await RefusedAsync(50053, "invalid_grant", Password(TestHost.Owner, TestHost.Password.Reveal()), on: host);
    }

    [Fact]
    public async Task Token_Refusal_IsAuditedWithoutThePassword()
    {
        await using var host = await TestHost.StartAsync();
        await RefusedAsync(50126, "invalid_grant", Password(TestHost.Owner, "hunter2 hunter2"), on: host);
        var record = (await host.Audit.ListAsync(TestHost.Contoso)).Single();
        record.Succeeded.ShouldBeFalse();
        record.ErrorCode.ShouldBe(50126);
        record.Subject.ShouldBe(TestHost.Owner);
        record.Grant.ShouldBe("password");
        record.ClientId.ShouldBe(TestHost.PowerShell);
        record.ToString().ShouldNotContain("hunter2");
    }

    private static (string Name, string Value)[] Password(string user, string password) =>
    [
        ("grant_type", "password"), ("client_id", TestHost.PowerShell), ("scope", TestHost.ArmScope), ("username", user), ("password", password),
    ];

    private static (string Name, string Value)[] Client(Guid appId, string secret) =>
        [("grant_type", "client_credentials"), ("client_id", appId.ToString()), ("client_secret", secret), ("scope", TestHost.ArmScope)];

    private async Task<JsonObject> RefusedAsync(
        int code, string error, (string Name, string Value)[] fields, HttpStatusCode status = HttpStatusCode.BadRequest,
        string path = "contoso.onmicrosoft.com/oauth2/v2.0/token", TestHost? on = null)
    {
        var (answered, json) = await (on ?? Host).PostAsync(path, fields);
        json["error_codes"]?.ToJsonString().ShouldBe($"[{code}]", json.ToJsonString());
        json["error"]!.GetValue<string>().ShouldBe(error);
        json["error_description"]!.GetValue<string>().ShouldStartWith($"AADSTS{code}: ");
        answered.ShouldBe(status);
        return json;
    }
}
