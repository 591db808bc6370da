using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Azsreg.AzureClient.Tests.Testing;
using Azsreg.Protocol;

namespace Azsreg.AzureClient.Tests.SignIn;

public sealed class SignInClientTests : IAsyncLifetime
{
    private const string Audience = "https://management.test/";
    private readonly SkippingClock _clock = new();
    private TlsServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TlsServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private SignInClient Client(string clientId = "1950a258-227b-4e31-a9cf-717495945fc2") => new(_server.Connection(_clock), _server.Environment, clientId);

    private static string Token(string claims) => $"e30.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}.sig";

    private static string Grant(string claims = "{}") => $$"""{"token_type":"Bearer","expires_in":3599,"access_token":"{{Token(claims)}}","refresh_token":"r2"}""";

    private static string Refusal(int code, string error = "invalid_grant", string text = "Told by the directory.") =>
        $$"""{"error":"{{error}}","error_description":"AADSTS{{code}}: {{text}}\r\nTrace ID: 0\r\nCorrelation ID: 1\r\nTimestamp: 2","error_codes":[{{code}}]}""";

    [Fact]
    public async Task Password_Request_IsTheLiteralForm()
    {
        _server.Then(200, Grant("""{"tid":"t1","oid":"o1","upn":"owner@contoso.onmicrosoft.com","appid":"a1"}"""));

        var grant = await Client().WithPasswordAsync("contoso.onmicrosoft.com", Audience, "owner@contoso.onmicrosoft.com", new Secret("p&w=1"), default);

        var asked = _server.Asked.ShouldHaveSingleItem();
        asked.Method.ShouldBe("POST");
        asked.Path.ShouldBe("/contoso.onmicrosoft.com/oauth2/v2.0/token");
        asked.Headers["Content-Type"].ShouldBe("application/x-www-form-urlencoded");
        asked.Form.ShouldBe(new Dictionary<string, string>
        {
            ["grant_type"] = "password",
            ["username"] = "owner@contoso.onmicrosoft.com",
            ["password"] = "p&w=1",
            ["client_id"] = "1950a258-227b-4e31-a9cf-717495945fc2",
            ["scope"] = "https://management.test//.default openid profile offline_access",
        }, ignoreOrder: true);
        grant.Identity.ShouldBe(new SignInIdentity("t1", "o1", "owner@contoso.onmicrosoft.com", null, "a1"));
        grant.RefreshToken!.Reveal().ShouldBe("r2");
        grant.ExpiresOn.ShouldBe(_clock.GetUtcNow().AddSeconds(3599));
    }

    [Fact]
    public async Task RefreshToken_Request_IsTheLiteralForm()
    {
        _server.Then(200, Grant());

        await Client().WithRefreshTokenAsync("t", Audience, new Secret("r1"), default);

        _server.Asked[0].Form["grant_type"].ShouldBe("refresh_token");
        _server.Asked[0].Form["refresh_token"].ShouldBe("r1");
    }

    [Fact]
    public async Task ClientSecret_Request_AsksForNoRefreshToken()
    {
        _server.Then(200, """{"expires_in":"3599","access_token":"opaque"}""");

        var grant = await Client("app").WithClientSecretAsync("t", Audience, new Secret("s"), default);

        _server.Asked[0].Form.ShouldBe(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials", ["client_secret"] = "s", ["client_id"] = "app", ["scope"] = "https://management.test//.default",
        }, ignoreOrder: true);
        grant.RefreshToken.ShouldBeNull();
        grant.Identity.ShouldBeNull();
        grant.ExpiresOn.ShouldBe(_clock.GetUtcNow().AddSeconds(3599));
    }

    [Fact]
    public async Task Certificate_Assertion_IsSignedForTheTokenEndpoint()
    {
        _server.Then(200, Grant());
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=app", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));

        await Client("app").WithCertificateAsync("t", Audience, certificate, default);

        var form = _server.Asked[0].Form;
        form["client_assertion_type"].ShouldBe("urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        var parts = form["client_assertion"].Split('.');
        var header = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[0])).RootElement;
        var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1])).RootElement;
        header.GetProperty("alg").GetString().ShouldBe("RS256");
        header.GetProperty("x5t").GetString().ShouldBe(Base64Url.EncodeToString(certificate.GetCertHash()));
        claims.GetProperty("aud").GetString().ShouldBe($"{_server.Url}/t/oauth2/v2.0/token");
        claims.GetProperty("iss").GetString().ShouldBe("app");
        claims.GetProperty("sub").GetString().ShouldBe("app");
        (claims.GetProperty("exp").GetInt64() - claims.GetProperty("nbf").GetInt64()).ShouldBe(600);
        key.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).ShouldBeTrue();
    }

    [Fact]
    public async Task DeviceCode_PendingThenSlowDown_KeepsAsking()
    {
        _server
            .Then(200, """{"device_code":"dc","user_code":"ABCD-EFGH","verification_uri":"https://login.test/device","expires_in":900,"interval":5,"message":"Go there."}""")
            .Then(400, """{"error":"authorization_pending","error_description":"AADSTS70016: pending"}""")
            .Then(400, """{"error":"slow_down"}""")
            .Then(200, Grant());
        DeviceCodePrompt? shown = null;

        await Client().WithDeviceCodeAsync("common", Audience, (prompt, _) => { shown = prompt; return ValueTask.CompletedTask; }, default);

        shown!.UserCode.ShouldBe("ABCD-EFGH");
        shown.VerificationUrl.ShouldBe(new Uri("https://login.test/device"));
        shown.Message.ShouldBe("Go there.");
        _server.Asked[0].Path.ShouldBe("/common/oauth2/v2.0/devicecode");
        _server.Asked[0].Form["scope"].ShouldBe("https://management.test//.default openid profile offline_access");
        _server.Asked[1].Form["grant_type"].ShouldBe("urn:ietf:params:oauth:grant-type:device_code");
        _server.Asked[1].Form["device_code"].ShouldBe("dc");
        _clock.Waits.ShouldBe([TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10)]);
    }

    [Theory]
    [InlineData("authorization_declined")]
    [InlineData("expired_token")]
    [InlineData("access_denied")]
    public async Task DeviceCode_Ended_IsNotCompleted(string error)
    {
        _server
            .Then(200, """{"device_code":"dc","user_code":"A","verification_uri":"https://login.test/device","expires_in":900}""")
            .Then(400, $$"""{"error":"{{error}}","error_description":"ended"}""");

        var failure = await Should.ThrowAsync<SignInException>(() => Client().WithDeviceCodeAsync("t", Audience, (_, _) => ValueTask.CompletedTask, default));

        failure.Entry.ShouldBe(ErrorCatalogue.SignInNotCompleted);
        failure.Error.ShouldBe(error);
    }

    [Fact]
    public async Task DeviceCode_NeverTyped_EndsWithTheCode()
    {
        _server.Then(200, """{"device_code":"dc","user_code":"A","verification_uri":"https://login.test/device","expires_in":11,"interval":5}""");
        _server.Otherwise = _ => new Answer(400, """{"error":"authorization_pending"}""");

        var failure = await Should.ThrowAsync<SignInException>(() => Client().WithDeviceCodeAsync("t", Audience, (_, _) => ValueTask.CompletedTask, default));

        failure.Entry.ShouldBe(ErrorCatalogue.SignInNotCompleted);
        _server.Asked.Count.ShouldBe(4);
    }

    public static TheoryData<int, string> Refusals => new()
    {
        { 50126, "AZR3002" },
        { 50076, "AZR3003" },
        { 50079, "AZR3003" },
        { 9001023, "AZR3003" },
        { 50034, "AZR3006" },
        { 50020, "AZR3006" },
        { 90002, "AZR3007" },
        { 50173, "AZR3008" },
        { 700082, "AZR3008" },
        { 9002313, "AZR3008" },
        { 700016, "AZR3010" },
        { 7000215, "AZR3010" },
        { 700027, "AZR3010" },
        { 53003, "AZR3011" },
        { 50057, "AZR3013" },
        { 50053, "AZR3013" },
        { 90033, "AZR3014" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Refusal_DirectoryCode_BecomesTheCataloguesEntry(int code, string entry)
    {
        _server.Then(400, Refusal(code));

        var failure = await Should.ThrowAsync<SignInException>(() => Client().WithPasswordAsync("t", Audience, "u@t", new Secret("hidden"), default));

        failure.Entry.Code.ShouldBe(entry);
        failure.DirectoryCode.ShouldBe(code);
        failure.Detail.ShouldBe($"'u@t' in directory 't': AADSTS{code}: Told by the directory.");
        failure.ToString().ShouldNotContain("hidden");
    }

    [Fact]
    public async Task Refusal_SecondFactor_NamesDeviceCodeLogin()
    {
        _server.Then(400, Refusal(50076, "interaction_required"));

        var failure = await Should.ThrowAsync<SignInException>(() => Client().WithPasswordAsync("contoso.onmicrosoft.com", Audience, "mfa@contoso.onmicrosoft.com", new Secret("p"), default));

        failure.Entry.Fix.ShouldContain("device code");
        failure.NextCommands.ShouldBe(["azsreg login --tenant contoso.onmicrosoft.com"]);
    }

    [Fact]
    public async Task Answer_PageOfAProxy_IsNotUnderstood()
    {
        _server.Then(403, "<html>Access denied by proxy</html>");

        var failure = await Should.ThrowAsync<SignInException>(() => Client().WithRefreshTokenAsync("t", Audience, new Secret("r"), default));

        failure.Entry.ShouldBe(ErrorCatalogue.AnswerNotUnderstood);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("no json")]
    [InlineData("""{"access_token":5}""")]
    public async Task Answer_WithoutToken_IsNotUnderstood(string body)
    {
        _server.Then(200, body);

        var failure = await Should.ThrowAsync<SignInException>(() => Client().WithRefreshTokenAsync("t", Audience, new Secret("r"), default));

        failure.Entry.ShouldBe(ErrorCatalogue.AnswerNotUnderstood);
    }

    [Fact]
    public async Task FederationServices_Request_NamesTheResource()
    {
        _server.Then(200, Grant());
        var environment = _server.Environment with { LoginEndpoint = new Uri(_server.Url + "/adfs") };

        await new SignInClient(_server.Connection(_clock), environment).WithPasswordAsync("adfs", Audience, "u", new Secret("p"), default);

        _server.Asked[0].Path.ShouldBe("/adfs/oauth2/token");
        _server.Asked[0].Form["resource"].ShouldBe(Audience);
    }
}
