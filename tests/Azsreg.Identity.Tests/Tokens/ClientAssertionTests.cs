using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Azsreg.Identity.Tests;

public sealed class ClientAssertionTests(HostFixture fixture) : IClassFixture<HostFixture>
{
    private TestHost Host => fixture.Host;

    [Theory]
    [InlineData("RS256", "x5t")]
    [InlineData("PS256", "x5t#S256")]
    [InlineData("RS256", "kid")]
    public async Task Token_AssertionOfARegisteredCertificate_Accepted(string algorithm, string header)
    {
        using var certificate = await RegisteredAsync();
        var (status, json) = await SendAsync(Assertion(certificate, algorithm: algorithm, header: header));
        status.ShouldBe(HttpStatusCode.OK, json.ToJsonString());
        new JsonWebToken(json["access_token"]!.GetValue<string>()).GetPayloadValue<string>("appidacr").ShouldBe("2");
    }

    [Theory]
    [InlineData("contoso.onmicrosoft.com/oauth2/token")]
    [InlineData("72F988AA-0000-4000-8000-000000000001/oauth2/v2.0/token")]
    [InlineData("contoso.onmicrosoft.com/v2.0")]
    public async Task Token_AudienceSpelledAnotherWay_Accepted(string audience)
    {
        using var certificate = await RegisteredAsync();
        (await SendAsync(Assertion(certificate, audience: audience))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Token_AssertionTwice_SecondIsRefused()
    {
        using var certificate = await RegisteredAsync();
        var assertion = Assertion(certificate);
        (await SendAsync(assertion)).Status.ShouldBe(HttpStatusCode.OK);
        await RefusedAsync(700027, assertion, "used already");
    }

    [Fact]
    public async Task Token_CertificateNotRegistered_700027()
    {
        using var certificate = Host.ClientCertificate();
        await RefusedAsync(700027, Assertion(certificate), "not registered");
    }

    [Fact]
    public async Task Token_SignedByAnotherKey_700027()
    {
        using var certificate = await RegisteredAsync();
        using var other = Host.ClientCertificate();
        await RefusedAsync(700027, Assertion(other, named: certificate), "signature");
    }

    [Theory]
    [InlineData("none")]
    [InlineData("HS256")]
    public async Task Token_OtherAlgorithm_700027(string algorithm)
    {
        using var certificate = await RegisteredAsync();
        await RefusedAsync(700027, Assertion(certificate, algorithm: algorithm), "RS256 or PS256");
    }

    [Theory]
    [InlineData("fabrikam.onmicrosoft.com/oauth2/v2.0/token")]
    [InlineData("common/oauth2/v2.0/token")]
    [InlineData("contoso.onmicrosoft.com/oauth2/authorize")]
    public async Task Token_AudienceOfAnotherEndpoint_700023(string audience)
    {
        using var certificate = await RegisteredAsync();
        await RefusedAsync(700023, Assertion(certificate, audience: audience));
    }

    [Fact]
    public async Task Token_AudienceOfAnotherHost_700023()
    {
        using var certificate = await RegisteredAsync();
        await RefusedAsync(700023, Assertion(certificate, audience: "https://login.microsoftonline.com/contoso.onmicrosoft.com/oauth2/v2.0/token"));
    }

    [Fact]
    public async Task Token_IssuerIsAnotherClient_700021()
    {
        using var certificate = await RegisteredAsync();
        await RefusedAsync(700021, Assertion(certificate, change: claims => claims["iss"] = TestHost.PowerShell));
    }

    [Theory]
    [InlineData("exp", -10 * 60)]
    [InlineData("exp", 25 * 60 * 60)]
    [InlineData("nbf", 10 * 60)]
    public async Task Token_OutsideItsTime_700024(string claim, int seconds)
    {
        using var certificate = await RegisteredAsync();
        await RefusedAsync(700024, Assertion(certificate, change: claims => claims[claim] = Host.Clock.GetUtcNow().ToUnixTimeSeconds() + seconds));
    }

    [Theory]
    [InlineData("exp", 700024)]
    [InlineData("jti", 700027)]
    public async Task Token_ClaimMissing_Refused(string claim, int code)
    {
        using var certificate = await RegisteredAsync();
        await RefusedAsync(code, Assertion(certificate, change: claims => claims.Remove(claim)));
    }

    [Theory]
    [InlineData("a.b.c")]
    [InlineData("not a token")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.e30.")]
    public Task Token_NoToken_700027(string assertion) => RefusedAsync(700027, assertion);

    [Fact]
    public async Task Token_CertificateExpired_700027()
    {
        await using var host = await TestHost.StartAsync();
        using var certificate = host.ClientCertificate();
        await host.Accounts.AddCertificateAsync(host.Automation.AppId, certificate.RawData);
        host.Clock.Advance(TimeSpan.FromDays(31));
        await RefusedAsync(700027, Assertion(certificate, on: host), "valid from", host);
    }

    private async Task<X509Certificate2> RegisteredAsync()
    {
        var certificate = Host.ClientCertificate();
        foreach (var former in (await Host.Accounts.FindApplicationAsync(Host.Automation.AppId))!.CertificateCredentials)
            await Host.Accounts.RemoveCertificateAsync(Host.Automation.AppId, former.KeyId);
        await Host.Accounts.AddCertificateAsync(Host.Automation.AppId, certificate.RawData);
        return certificate;
    }

    private string Assertion(
        X509Certificate2 signer, X509Certificate2? named = null, string algorithm = "RS256", string header = "x5t",
        string audience = "contoso.onmicrosoft.com/oauth2/v2.0/token", Action<JsonObject>? change = null, TestHost? on = null)
    {
        var host = on ?? Host;
        var now = host.Clock.GetUtcNow();
        var claims = new JsonObject
        {
            ["aud"] = audience.StartsWith("https:", StringComparison.Ordinal) ? audience : $"{host.Url}{audience}",
            ["iss"] = host.Automation.AppId.ToString(),
            ["sub"] = host.Automation.AppId.ToString(),
            ["jti"] = Convert.ToHexString(RandomNumberGenerator.GetBytes(16)),
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.AddMinutes(10).ToUnixTimeSeconds(),
        };
        change?.Invoke(claims);
        var certificate = named ?? signer;
        var head = new JsonObject
        {
            ["alg"] = algorithm,
            ["typ"] = "JWT",
            [header] = header switch
            {
                "kid" => certificate.Thumbprint,
                "x5t" => Base64UrlEncoder.Encode(certificate.GetCertHash()),
                _ => Base64UrlEncoder.Encode(certificate.GetCertHash(HashAlgorithmName.SHA256)),
            },
        };
        var signed = $"{Base64UrlEncoder.Encode(head.ToJsonString())}.{Base64UrlEncoder.Encode(claims.ToJsonString())}";
        using var key = signer.GetRSAPrivateKey()!;
        var padding = algorithm == "PS256" ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        return $"{signed}.{Base64UrlEncoder.Encode(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, padding))}";
    }

    private Task<(HttpStatusCode Status, JsonObject Json)> SendAsync(string assertion, TestHost? on = null) => (on ?? Host).PostAsync(
        "contoso.onmicrosoft.com/oauth2/v2.0/token",
        ("grant_type", "client_credentials"), ("client_id", (on ?? Host).Automation.AppId.ToString()), ("scope", TestHost.ArmScope),
        ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"), ("client_assertion", assertion));

    private async Task RefusedAsync(int code, string assertion, string why = "", TestHost? on = null)
    {
        var (status, json) = await SendAsync(assertion, on);
        json["error_codes"]?.ToJsonString().ShouldBe($"[{code}]", json.ToJsonString());
        json["error"]!.GetValue<string>().ShouldBe("invalid_client");
        json["error_description"]!.GetValue<string>().ShouldContain(why);
        status.ShouldBe(HttpStatusCode.Unauthorized);
    }
}
