using Azsreg.Hosting;
using System.Net;
using System.Text.Json.Nodes;

namespace Azsreg.Identity.Tests;

public abstract class DeviceCodeContract(SqlEngine engine) : IAsyncLifetime
{
    private TestHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await TestHost.StartAsync(engine: engine);

    public async ValueTask DisposeAsync()
    {
        await (_host?.DisposeAsync() ?? default);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task DeviceCode_V2_FieldsOfRfc8628()
    {
        var json = await StartAsync();
        json.Select(field => field.Key).ShouldBe(["user_code", "device_code", "verification_uri", "expires_in", "interval", "message"]);
        json["user_code"]!.GetValue<string>().ShouldMatch("^[BCDFGHJKLMNPQRTVWXYZ23479]{9}$");
        json["verification_uri"]!.GetValue<string>().ShouldBe($"{_host.Url}common/oauth2/deviceauth");
        json["expires_in"]!.GetValue<int>().ShouldBe(900);
        json["interval"]!.GetValue<int>().ShouldBe(1);
        json["message"]!.GetValue<string>().ShouldContain(json["user_code"]!.GetValue<string>());
    }

    [Fact]
    public async Task DeviceCode_V1_TextsAndVerificationUrl()
    {
        var (_, json) = await _host.PostAsync("common/oauth2/devicecode", ("client_id", TestHost.PowerShell), ("resource", TestHost.Arm));
        json["verification_url"]!.GetValue<string>().ShouldBe($"{_host.Url}common/oauth2/deviceauth");
        json["expires_in"]!.GetValue<string>().ShouldBe("900");
        json["interval"]!.GetValue<string>().ShouldBe("1");
    }

    [Fact]
    public async Task DeviceCode_V1SignIn_TokenForItsResource()
    {
        var (_, device) = await _host.PostAsync("common/oauth2/devicecode", ("client_id", TestHost.PowerShell), ("resource", TestHost.Arm));
        await ApproveAsync(device);
        var (status, json) = await _host.PostAsync(
            "common/oauth2/token", ("grant_type", "device_code"), ("client_id", TestHost.PowerShell), ("code", Text(device, "device_code")), ("resource", TestHost.Arm));
        status.ShouldBe(HttpStatusCode.OK, json.ToJsonString());
        json["resource"]!.GetValue<string>().ShouldBe(TestHost.Arm);
    }

    [Fact]
    public async Task DeviceCode_ConfidentialClient_Refused()
    {
        var (status, json) = await _host.PostAsync(
            "contoso.onmicrosoft.com/oauth2/v2.0/devicecode", ("client_id", _host.Automation.AppId.ToString()), ("scope", TestHost.ArmScope));
        status.ShouldBe(HttpStatusCode.Unauthorized);
        json["error_codes"]!.ToJsonString().ShouldBe("[7000218]");
    }

    [Fact]
    public async Task Poll_NobodyDecided_PendingThenSlowDown()
    {
        var device = await StartAsync();
        await PollAsync(device, 70016, "authorization_pending");
        await PollAsync(device, 70016, "slow_down");
        (await _host.Audit.ListAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Poll_AfterSlowDown_TheIntervalIsFiveSecondsLonger()
    {
        var device = await StartAsync();
        await PollAsync(device, 70016, "authorization_pending");
        await PollAsync(device, 70016, "slow_down");
        _host.Clock.Advance(TimeSpan.FromSeconds(3));
        await PollAsync(device, 70016, "slow_down");
        _host.Clock.Advance(TimeSpan.FromSeconds(12));
        await PollAsync(device, 70016, "authorization_pending");
    }

    [Fact]
    public async Task Poll_Expired_ExpiredToken()
    {
        var device = await StartAsync();
        _host.Clock.Advance(TimeSpan.FromMinutes(16));
        await PollAsync(device, 70019, "expired_token");
    }

    [Fact]
    public async Task Poll_Declined_AuthorizationDeclined()
    {
        var device = await StartAsync();
        using var browser = new Browser(_host);
        await browser.OpenAsync("common/oauth2/deviceauth");
        await browser.SubmitAsync(("user_code", Text(device, "user_code")));
        await browser.SignInAsync(TestHost.Owner);
        await browser.SubmitAsync(("decision", "cancel"));
        browser.Page.ShouldContain("Sign-in cancelled");
        await PollAsync(device, 65004, "authorization_declined");
    }

    [Fact]
    public async Task Poll_SecondTimeAfterSuccess_CodeIsUsed()
    {
        var device = await StartAsync();
        await ApproveAsync(device);
        var (status, _) = await PollOnceAsync(device);
        status.ShouldBe(HttpStatusCode.OK);
        await PollAsync(device, 54005, "invalid_grant");
    }

    [Fact]
    public async Task Poll_OtherClient_Refused()
    {
        var device = await StartAsync();
        await PollAsync(device, 70000, "invalid_grant", "04b07795-8ddb-461a-bbee-02f9e1bf7b46");
    }

    [Fact]
    public async Task Page_WrongCode_ErrorBesideTheField()
    {
        using var browser = new Browser(_host);
        await browser.OpenAsync("common/oauth2/deviceauth");
        await browser.SubmitAsync(("user_code", "BBBBBBBBB"));
        browser.Response.StatusCode.ShouldBe(HttpStatusCode.OK);
        browser.Error.ShouldBe("That code didn't work. Check the code and try again. (AADSTS70018)");
        browser.Page.ShouldContain("aria-invalid=\"true\" aria-describedby=\"user_code-error\"");
        browser.Page.ShouldContain("<title>Error: Enter code - Azure</title>");
    }

    [Fact]
    public async Task Page_ManyWrongCodes_TheAddressWaits()
    {
        await using var host = await TestHost.StartAsync(options => options with { FailuresPerAccountAndAddress = 2 });
        using var browser = new Browser(host);
        await browser.OpenAsync("common/oauth2/deviceauth");
        for (var attempt = 0; attempt < 3; attempt++)
            await browser.SubmitAsync(("user_code", "BBBBBBBBB"));
        browser.Error.ShouldContain("AADSTS50053");
    }

    [Fact]
    public async Task Page_CodeEntered_NamesTheApplicationAndWarns()
    {
        var device = await StartAsync();
        using var browser = new Browser(_host);
        await browser.OpenAsync("common/oauth2/deviceauth");
        await browser.SubmitAsync(("user_code", $"{Text(device, "user_code")[..3]}-{Text(device, "user_code")[3..]}"));
        browser.Page.ShouldContain("You are signing in to <b>Microsoft Azure PowerShell</b> on another device.");
    }

    [Fact]
    public async Task Page_SignedIn_AsksBeforeItApproves()
    {
        var device = await StartAsync();
        using var browser = new Browser(_host);
        await browser.OpenAsync("common/oauth2/deviceauth");
        await browser.SubmitAsync(("user_code", Text(device, "user_code")));
        await browser.SignInAsync(TestHost.Owner);
        browser.Page.ShouldContain("Are you trying to sign in to Microsoft Azure PowerShell?");
        await PollAsync(device, 70016, "authorization_pending");
    }

    private async Task<JsonObject> StartAsync()
    {
        var (status, json) = await _host.PostAsync(
            "organizations/oauth2/v2.0/devicecode", ("client_id", TestHost.PowerShell), ("scope", TestHost.ArmScope));
        status.ShouldBe(HttpStatusCode.OK, json.ToJsonString());
        return json;
    }

    private async Task ApproveAsync(JsonObject device)
    {
        using var browser = new Browser(_host);
        await browser.OpenAsync("common/oauth2/deviceauth");
        await browser.SubmitAsync(("user_code", Text(device, "user_code")));
        await browser.SignInAsync(TestHost.Owner);
        await browser.SubmitAsync(("decision", "continue"));
        browser.Page.ShouldContain("You have signed in");
    }

    private Task<(HttpStatusCode Status, JsonObject Json)> PollOnceAsync(JsonObject device, string client = TestHost.PowerShell) => _host.PostAsync(
        "organizations/oauth2/v2.0/token",
        ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"), ("client_id", client), ("device_code", Text(device, "device_code")));

    private async Task PollAsync(JsonObject device, int code, string error, string client = TestHost.PowerShell)
    {
        var (status, json) = await PollOnceAsync(device, client);
        status.ShouldBe(HttpStatusCode.BadRequest);
        json["error"]!.GetValue<string>().ShouldBe(error);
        json["error_codes"]!.ToJsonString().ShouldBe($"[{code}]");
    }

    private static string Text(JsonObject json, string name) => json[name]!.GetValue<string>();
}
