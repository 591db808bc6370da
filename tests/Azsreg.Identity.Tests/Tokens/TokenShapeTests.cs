using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Azsreg.Identity.Tests;

/// <summary>What is in tokens and answers, literally.</summary>
public sealed class TokenShapeTests(HostFixture fixture) : IClassFixture<HostFixture>
{
    private TestHost Host => fixture.Host;

    [Fact]
    public async Task Token_V2_FieldsAndNumbers()
    {
        var json = await Host.TokensAsync();
        json.Select(field => field.Key).ShouldBe(
            ["token_type", "scope", "expires_in", "ext_expires_in", "access_token", "refresh_token", "foci", "id_token", "client_info"]);
        json["token_type"]!.GetValue<string>().ShouldBe("Bearer");
        json["expires_in"]!.GetValue<int>().ShouldBe(3599);
        json["foci"]!.GetValue<string>().ShouldBe("1");
        json["scope"]!.GetValue<string>().ShouldBe(
            "https://management.core.windows.net//.default https://management.core.windows.net//user_impersonation openid offline_access");
    }

    [Fact]
    public async Task Token_V1_NumbersAreTexts()
    {
        var (status, json) = await Host.PostAsync(
            $"{TestHost.Contoso}/oauth2/token",
            ("grant_type", "password"), ("client_id", TestHost.PowerShell), ("resource", TestHost.Arm), ("username", TestHost.Owner), ("password", TestHost.Password.Reveal()));
        status.ShouldBe(HttpStatusCode.OK);
        json["expires_in"]!.GetValue<string>().ShouldBe("3599");
        json["resource"]!.GetValue<string>().ShouldBe(TestHost.Arm);
        json["scope"]!.GetValue<string>().ShouldBe("user_impersonation");
        long.Parse(json["expires_on"]!.GetValue<string>(), null).ShouldBeGreaterThan(Host.Clock.GetUtcNow().ToUnixTimeSeconds());
        json["refresh_token"].ShouldNotBeNull();
        json["id_token"].ShouldNotBeNull();
    }

    [Fact]
    public async Task AccessToken_OfAUser_ClaimsOfAV1Token()
    {
        var user = (await Host.Accounts.FindAccountAsync(TestHost.Owner))!;
        var token = new JsonWebToken((await Host.TokensAsync())["access_token"]!.GetValue<string>());
        token.Alg.ShouldBe("RS256");
        token.Issuer.ShouldBe($"{Host.Url}{TestHost.Contoso}/");
        token.Audiences.ShouldBe([TestHost.Arm]);
        Claims(token).ShouldBe(
        [
            "acr=1", "amr=[\"pwd\"]", $"appid={TestHost.PowerShell}", "appidacr=0", "idtyp=user", "name=owner", $"oid={user.ObjectId}",
            "scp=user_impersonation", $"tid={TestHost.Contoso}", $"unique_name={TestHost.Owner}", $"upn={TestHost.Owner}", "ver=1.0",
        ]);
        (token.ValidTo - token.IssuedAt).ShouldBe(TimeSpan.FromHours(1));
        (token.IssuedAt - token.ValidFrom).ShouldBe(TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task AccessToken_OfAGuest_NamesTheHomeProvider()
    {
        using var browser = new Browser(Host);
        var token = new JsonWebToken((await DeviceTokensAsync(browser, TestHost.Personal))["access_token"]!.GetValue<string>());
        token.GetPayloadValue<string>("tid").ShouldBe(TestHost.Contoso.ToString());
        token.GetPayloadValue<string>("idp").ShouldBe("live.com");
        token.GetPayloadValue<string>("unique_name").ShouldBe("live.com#sam@outlook.example");
        token.GetPayloadValue<string>("email").ShouldBe(TestHost.Personal);
    }

    [Fact]
    public async Task ClientInfo_OfAGuest_IsTheHomeAccount()
    {
        using var browser = new Browser(Host);
        var home = (await Host.Accounts.FindAccountAsync(TestHost.Personal))!;
        var json = await DeviceTokensAsync(browser, TestHost.Personal);
        var info = JsonNode.Parse(Base64UrlEncoder.Decode(json["client_info"]!.GetValue<string>()))!;
        info["uid"]!.GetValue<Guid>().ShouldBe(home.ObjectId);
        info["utid"]!.GetValue<Guid>().ShouldBe(Tenant.PersonalAccountsId);
    }

    [Fact]
    public async Task IdToken_V2_IssuerAudienceAndName()
    {
        var token = new JsonWebToken((await Host.TokensAsync())["id_token"]!.GetValue<string>());
        token.Issuer.ShouldBe($"{Host.Url}{TestHost.Contoso}/v2.0");
        token.Audiences.ShouldBe([TestHost.PowerShell]);
        token.GetPayloadValue<string>("preferred_username").ShouldBe(TestHost.Owner);
        token.GetPayloadValue<string>("ver").ShouldBe("2.0");
    }

    [Fact]
    public async Task AccessToken_AnyToken_IsSignedByAPublishedKey()
    {
        var token = (await Host.TokensAsync())["access_token"]!.GetValue<string>();
        var set = new JsonWebKeySet(await Host.Http.GetStringAsync("common/discovery/v2.0/keys"));
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            IssuerSigningKeys = set.GetSigningKeys(), ValidIssuer = $"{Host.Url}{TestHost.Contoso}/", ValidAudience = TestHost.Arm,
        });
        result.IsValid.ShouldBeTrue(result.Exception?.ToString());
    }

    [Fact]
    public async Task RotateAsync_TokenOfTheFormerKey_StaysValidAndNewOnesUseTheNewKey()
    {
        await using var host = await TestHost.StartAsync();
        var before = new JsonWebToken((await host.TokensAsync())["access_token"]!.GetValue<string>());
        await host.Service<SigningKeys>().RotateAsync();
        var after = new JsonWebToken((await host.TokensAsync())["access_token"]!.GetValue<string>());
        var published = host.Service<SigningKeys>().PublicKeys.Select(key => key.KeyId).ToArray();
        after.Kid.ShouldNotBe(before.Kid);
        published.ShouldBe([after.Kid, before.Kid]);
    }

    [Fact]
    public async Task Token_ApplicationOfItsOwnAsResource_AudienceAsAsked()
    {
        await Host.Accounts.UpdateApplicationAsync(Host.Automation.AppId, identifierUris: ["api://azsreg-automation"]);
        var json = await Host.TokensAsync(scope: "api://azsreg-automation/.default");
        new JsonWebToken(json["access_token"]!.GetValue<string>()).Audiences.ShouldBe(["api://azsreg-automation"]);
    }

    [Fact]
    public async Task Token_BasicAuthentication_IsAccepted()
    {
        var secret = await Host.Accounts.AddPasswordAsync(Host.Automation.AppId);
        using var request = new HttpRequestMessage(HttpMethod.Post, "contoso.onmicrosoft.com/oauth2/v2.0/token");
        request.Content = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("scope", TestHost.ArmScope)]);
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Host.Automation.AppId}:{secret.Text.Reveal()}")));
        using var response = await Host.Http.SendAsync(request);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private async Task<JsonObject> DeviceTokensAsync(Browser browser, string user)
    {
        var (_, device) = await Host.PostAsync(
            "organizations/oauth2/v2.0/devicecode", ("client_id", TestHost.PowerShell), ("scope", TestHost.ArmScope + " openid offline_access"));
        await browser.OpenAsync(device["verification_uri"]!.GetValue<string>());
        await browser.SubmitAsync(("user_code", device["user_code"]!.GetValue<string>()));
        await browser.SignInAsync(user);
        await browser.SubmitAsync(("decision", "continue"));
        var (status, json) = await Host.PostAsync(
            "organizations/oauth2/v2.0/token",
            ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"), ("client_id", TestHost.PowerShell), ("device_code", device["device_code"]!.GetValue<string>()));
        status.ShouldBe(HttpStatusCode.OK, json.ToJsonString());
        return json;
    }

    private static IEnumerable<string> Claims(JsonWebToken token) =>
        JsonNode.Parse(Base64UrlEncoder.Decode(token.EncodedPayload))!.AsObject()
            .Where(claim => claim.Key is not ("aud" or "iss" or "iat" or "nbf" or "exp" or "sub" or "uti"))
            .Select(claim => $"{claim.Key}={(claim.Value is JsonArray ? claim.Value.ToJsonString() : claim.Value!.ToString())}")
            .Order(StringComparer.Ordinal);
}
