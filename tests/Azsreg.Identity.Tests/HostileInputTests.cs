using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Azsreg.Protocol;
using Azsreg.Tests.Shared;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.IdentityModel.Tokens;

namespace Azsreg.Identity.Tests;

/// <summary>What comes from outside is accepted or refused; nothing else happens, whatever it is.</summary>
public sealed class HostileInputTests(HostFixture fixture) : IClassFixture<HostFixture>
{
    private static readonly string[] Values =
        ["null", "true", "0", "-1", "1e400", "9223372036854775807", "\"x\"", "\"\"", "[]", "[1]", "{}", "\"\\u0000\"", "253402300800"];

    private static readonly string[] Names = ["alg", "typ", "kid", "x5t", "x5t#S256", "aud", "iss", "sub", "jti", "exp", "nbf", "iat"];

    private TestHost Host => fixture.Host;

    [Fact]
    public void Totp_AnyText_ParsesOrNot() =>
        Prop.ForAll<NonNull<string>>(text => !Totp.TryParseSecret(new Secret(text.Get), out var secret) || secret.Length is >= 16 and <= 64)
            .CheckSeeded();

    [Fact]
    public void ProofKey_AnyTexts_ProveNothing() =>
        Prop.ForAll<NonNull<string>, NonNull<string>>((verifier, challenge) => !ProofKey.Proves(verifier.Get, challenge.Get)).CheckSeeded();

    [Fact]
    public void RedirectUri_AnyText_IsNotRegistered() =>
        Prop.ForAll<NonNull<string>>(text => !RedirectUri.IsRegistered(text.Get, ["https://portal.example/", "http://localhost"])).CheckSeeded();

    [Fact]
    public void RefreshToken_AnyText_IsRefused() => Prop.ForAll<NonNull<string>>(text =>
        IsRefused(() => Host.Service<Grants>().RedeemAsync(new Secret("1." + text.Get), default), 9002313)).CheckSeeded();

    [Fact]
    public void Assertion_AnyJson_IsRefused()
    {
        var member = from name in Gen.Elements(Names) from value in Gen.Elements(Values) select $"\"{name}\":{value}";
        var json = from members in Gen.ListOf(member) select $"{{{string.Join(',', members.DistinctBy(text => text.Split(':')[0]))}}}";
        var assertion =
            from head in json
            from body in json
            from signature in Gen.Elements("", "AAAA", "%%%", "A")
            from alg in Gen.Elements("", "\"alg\":\"RS256\",")
            select $"{Base64UrlEncoder.Encode(head.Insert(1, alg).Replace(",}", "}", StringComparison.Ordinal))}.{Base64UrlEncoder.Encode(body)}.{signature}";
        Prop.ForAll(assertion.ToArbitrary(), text => IsRefused(() => VerifyAsync(text), 700027)).CheckSeeded();
    }

    [Fact]
    public void Assertion_AnyText_IsRefused() =>
        Prop.ForAll<NonNull<string>>(text => IsRefused(() => VerifyAsync(text.Get), 700027)).CheckSeeded();

    [Fact]
    public async Task Assertion_AnyClaimsRightlySigned_AreRefused()
    {
        using var certificate = Host.ClientCertificate();
        await Host.Accounts.AddCertificateAsync(Host.Automation.AppId, certificate.RawData);
        var application = (await Host.Accounts.FindApplicationAsync(Host.Automation.AppId))!;
        using var key = certificate.GetRSAPrivateKey()!;
        var head = Base64UrlEncoder.Encode($"{{\"alg\":\"RS256\",\"x5t\":\"{Base64UrlEncoder.Encode(certificate.GetCertHash())}\"}}");
        var right = new Dictionary<string, string>
        {
            ["iss"] = $"\"{application.AppId}\"", ["sub"] = $"\"{application.AppId}\"", ["aud"] = $"\"{Host.Url}common/oauth2/token\"",
            ["exp"] = $"{Host.Clock.GetUtcNow().AddMinutes(5).ToUnixTimeSeconds()}", ["jti"] = "\"one\"",
        };
        var claims = from name in Gen.Elements("iss", "sub", "aud", "exp") from value in Gen.Elements(Values) select (name, value);
        Prop.ForAll(claims.ToArbitrary(), claim =>
        {
            var body = new Dictionary<string, string>(right) { [claim.name] = claim.value };
            var signed = $"{head}.{Base64UrlEncoder.Encode($"{{{string.Join(',', body.Select(pair => $"\"{pair.Key}\":{pair.Value}"))}}}")}";
            var signature = key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            return IsRefused(
                () => Host.Service<ClientAssertions>().VerifyAsync($"{signed}.{Base64UrlEncoder.Encode(signature)}", application, null, default));
        }).CheckSeeded();
    }

    private Task VerifyAsync(string assertion) => Host.Service<ClientAssertions>().VerifyAsync(assertion, Host.Automation, null, default);

    private static bool IsRefused(Func<Task> work, int? code = null)
    {
        try
        {
            work().GetAwaiter().GetResult();
            return false;
        }
        catch (SignInException refusal)
        {
            return code is null || refusal.Code == code;
        }
    }
}
