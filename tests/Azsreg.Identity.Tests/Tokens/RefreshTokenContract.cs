using Azsreg.Hosting;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Azsreg.Identity.Tests;

public abstract class RefreshTokenContract(SqlEngine engine) : IAsyncLifetime
{
    private TestHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await TestHost.StartAsync(engine: engine);

    public async ValueTask DisposeAsync()
    {
        await (_host?.DisposeAsync() ?? default);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Refresh_EachUse_NewTokenAndTheFormerStaysValid()
    {
        var first = Refresh(await _host.TokensAsync());
        var second = Refresh(await SucceedsAsync(first));
        second.ShouldNotBe(first);
        await SucceedsAsync(first);
        await SucceedsAsync(second);
    }

    [Fact]
    public async Task Refresh_OtherResourceAtV1_TokenForIt()
    {
        var token = Refresh(await _host.TokensAsync());
        var (status, json) = await _host.PostAsync(
            "common/oauth2/token", ("grant_type", "refresh_token"), ("client_id", TestHost.PowerShell), ("refresh_token", token), ("resource", $"{_host.Url}graph"));
        status.ShouldBe(HttpStatusCode.OK, json.ToJsonString());
        new JsonWebToken(json["access_token"]!.GetValue<string>()).Audiences.ShouldBe([$"{_host.Url}graph"]);
    }

    [Fact]
    public async Task Refresh_OtherFirstPartyClient_FamilyMayRedeem()
    {
        var token = Refresh(await _host.TokensAsync());
        await SucceedsAsync(token, client: "04b07795-8ddb-461a-bbee-02f9e1bf7b46");
    }

    [Fact]
    public async Task Refresh_ClientOutsideTheFamily_70000()
    {
        var other = await _host.Accounts.CreateApplicationAsync(
            new NewApplication { TenantId = TestHost.Contoso, DisplayName = "Other tool", IsPublicClient = true });
        await RefusedAsync(70000, Refresh(await _host.TokensAsync()), client: other.AppId.ToString());
    }

    [Fact]
    public async Task Refresh_TenantTheUserIsGuestOf_TokenOfThatTenant()
    {
        var home = (await _host.Accounts.FindAccountAsync(TestHost.Owner))!;
        var guest = await _host.Accounts.InviteGuestAsync(TestHost.Fabrikam, home);
        var json = await SucceedsAsync(Refresh(await _host.TokensAsync()), tenant: "fabrikam.onmicrosoft.com");
        var token = new JsonWebToken(json["access_token"]!.GetValue<string>());
        token.GetPayloadValue<string>("tid").ShouldBe(TestHost.Fabrikam.ToString());
        token.GetPayloadValue<string>("oid").ShouldBe(guest.ObjectId.ToString());
    }

    [Fact]
    public async Task Refresh_TenantTheUserIsNotIn_50020() =>
        await RefusedAsync(50020, Refresh(await _host.TokensAsync()), tenant: "fabrikam.onmicrosoft.com");

    [Fact]
    public async Task Refresh_AfterRevocation_50173AndAudited()
    {
        var token = Refresh(await _host.TokensAsync());
        var renewed = Refresh(await SucceedsAsync(token));
        await _host.Accounts.RevokeSignInSessionsAsync((await _host.Accounts.FindAccountAsync(TestHost.Owner))!);

        await RefusedAsync(50173, token);
        await RefusedAsync(50173, renewed);

        var record = (await _host.Audit.ListAsync(TestHost.Contoso))[0];
        record.Succeeded.ShouldBeFalse();
        record.ErrorCode.ShouldBe(50173);
        record.Grant.ShouldBe("refresh_token");
        record.Subject.ShouldBe(TestHost.Owner);
        record.Reason!.ShouldNotContain(token);
    }

    [Fact]
    public async Task Refresh_AfterThePasswordChanged_50173()
    {
        var token = Refresh(await _host.TokensAsync());
        var user = (await _host.Accounts.FindAccountAsync(TestHost.Owner))!;
        await _host.Accounts.SetPasswordAsync(user.TenantId, user.ObjectId, new("another long password"));
        await RefusedAsync(50173, token);
    }

    [Fact]
    public async Task Refresh_UserRemoved_50173()
    {
        var token = Refresh(await _host.TokensAsync());
        var user = (await _host.Accounts.FindAccountAsync(TestHost.Owner))!;
        await _host.Accounts.DeleteUserAsync(user.TenantId, user.ObjectId);
        await RefusedAsync(50173, token);
    }

    [Fact]
    public async Task Refresh_NotUsedForNinetyDays_700082()
    {
        var token = Refresh(await _host.TokensAsync());
        _host.Clock.Advance(TimeSpan.FromDays(91));
        await RefusedAsync(700082, token);
    }

    [Fact]
    public async Task Refresh_UsedNowAndThen_LivesOn()
    {
        var token = Refresh(await _host.TokensAsync());
        for (var month = 0; month < 4; month++)
        {
            _host.Clock.Advance(TimeSpan.FromDays(60));
            await _host.Service<ExpiredRecords>().SweepAsync(default);
            token = Refresh(await SucceedsAsync(token));
        }
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("1.")]
    [InlineData("1.AAAA")]
    [InlineData("1.%%%%")]
    public Task Refresh_NoTokenOfOurs_9002313(string token) => RefusedAsync(9002313, token);

    [Fact]
    public async Task Refresh_AlteredToken_9002313()
    {
        var token = Refresh(await _host.TokensAsync());
        await RefusedAsync(9002313, token[..10] + (token[10] == 'A' ? 'B' : 'A') + token[11..]);
    }

    private static string Refresh(JsonObject tokens) => tokens["refresh_token"]!.GetValue<string>();

    private async Task<JsonObject> SucceedsAsync(string token, string client = TestHost.PowerShell, string tenant = "contoso.onmicrosoft.com")
    {
        var (status, json) = await UseAsync(token, client, tenant);
        status.ShouldBe(HttpStatusCode.OK, json.ToJsonString());
        return json;
    }

    private async Task RefusedAsync(int code, string token, string client = TestHost.PowerShell, string tenant = "contoso.onmicrosoft.com")
    {
        var (status, json) = await UseAsync(token, client, tenant);
        status.ShouldBe(HttpStatusCode.BadRequest);
        json["error"]!.GetValue<string>().ShouldBe("invalid_grant");
        json["error_codes"]!.ToJsonString().ShouldBe($"[{code}]", json.ToJsonString());
    }

    private Task<(HttpStatusCode, JsonObject)> UseAsync(string token, string client, string tenant) => _host.PostAsync(
        $"{tenant}/oauth2/v2.0/token", ("grant_type", "refresh_token"), ("client_id", client), ("refresh_token", token), ("scope", TestHost.ArmScope));
}
