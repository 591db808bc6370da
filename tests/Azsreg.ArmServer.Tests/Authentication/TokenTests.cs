using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Azsreg.ArmServer.Tests.Authentication;

public sealed class TokenTests
{
    private static readonly string Registration = $"{TestArm.Registration}?{TestArm.Version}";

    [Fact]
    public async Task Authorization_Missing_NamesTheSubscriptionsTenant()
    {
        await using var arm = await TestArm.StartAsync();
        using var response = await arm.GetAsync(Registration, authorization: null);
        (await TestArm.ErrorAsync(response, 401)).ShouldBe(("AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing."));
        TestArm.Header(response, "WWW-Authenticate").ShouldBe(
            $"Bearer authorization_uri=\"https://sign-in.example/{TestArm.Tenant}\", error=\"invalid_token\", "
            + "error_description=\"The access token is missing or invalid.\"");
    }

    [Theory]
    [InlineData("Basic dXNlcjpwYXNz", "AuthenticationFailed")]
    [InlineData("Bearer ", "AuthenticationFailed")]
    [InlineData("Bearer abc", "InvalidAuthenticationToken")]
    [InlineData("Bearer eyJhbGciOiJub25lIn0.eyJvaWQiOiJ4In0.", "InvalidAuthenticationToken")]
    public async Task Authorization_NoToken_IsRefused(string header, string code)
    {
        await using var arm = await TestArm.StartAsync();
        using var response = await arm.GetAsync(Registration, header);
        (await TestArm.ErrorAsync(response, 401)).Code.ShouldBe(code);
    }

    [Fact]
    public async Task Token_OfAStrangersKey_IsRefused()
    {
        await using var arm = await TestArm.StartAsync();
        using var key = RSA.Create(2048);
        using var response = await arm.GetAsync(Registration, "Bearer " + arm.Token(key: key));
        (await TestArm.ErrorAsync(response, 401)).ShouldBe(("InvalidAuthenticationToken", "The access token is invalid."));
    }

    [Fact]
    public async Task Token_OfAnotherIssuer_IsRefused()
    {
        await using var arm = await TestArm.StartAsync();
        using var response = await arm.GetAsync(Registration, "Bearer " + arm.Token(issuer: "https://elsewhere.example/"));
        (await TestArm.ErrorAsync(response, 401)).Code.ShouldBe("InvalidAuthenticationToken");
    }

    [Fact]
    public async Task Token_ForAnotherService_NamesTheAudiences()
    {
        await using var arm = await TestArm.StartAsync();
        using var response = await arm.GetAsync(Registration, "Bearer " + arm.Token(audience: "https://graph.microsoft.com/"));
        (await TestArm.ErrorAsync(response, 401)).ShouldBe((
            "InvalidAuthenticationTokenAudience",
            "The access token has been obtained for wrong audience or resource 'https://graph.microsoft.com/'. "
            + $"It should exactly match with one of the allowed audiences 'https://management.azure.com/','{arm.Url}'."));
    }

    [Fact]
    public async Task Token_Expired_SaysWhen()
    {
        await using var arm = await TestArm.StartAsync();
        using var response = await arm.GetAsync(Registration, "Bearer " + arm.Token(lifetime: TimeSpan.FromSeconds(-15)));
        (await TestArm.ErrorAsync(response, 401)).ShouldBe((
            "ExpiredAuthenticationToken",
            "The access token expiry UTC time '11/22/2026 2:30:00 PM' is earlier than current UTC time '11/22/2026 2:30:15 PM'."));
    }

    [Fact]
    public async Task Token_ExpiredSinceItWasLastSeen_IsRefused()
    {
        await using var arm = await TestArm.StartAsync();
        var token = "Bearer " + arm.Token(lifetime: TimeSpan.FromMinutes(5));
        using var first = await arm.GetAsync(Registration, token);
        ((int)first.StatusCode).ShouldBe(200);
        arm.Clock.Now += TimeSpan.FromMinutes(5);
        using var second = await arm.GetAsync(Registration, token);
        (await TestArm.ErrorAsync(second, 401)).Code.ShouldBe("ExpiredAuthenticationToken");
    }

    [Fact]
    public async Task Token_OfAnotherTenantThanTheSubscriptions_SaysWhereToGetARightOne()
    {
        await using var arm = await TestArm.StartAsync();
        using var response = await arm.GetAsync(Registration, "Bearer " + arm.Token(TestArm.OtherTenant));
        var (code, message) = await TestArm.ErrorAsync(response, 401);
        code.ShouldBe("InvalidAuthenticationTokenTenant");
        message.ShouldStartWith(
            $"The access token is from the wrong issuer 'https://sign-in.example/{TestArm.OtherTenant}/'. It must match the tenant "
            + $"'https://sign-in.example/{TestArm.Tenant}/' associated with this subscription. Please use the authority (URL) "
            + $"'https://sign-in.example/{TestArm.Tenant}' to get the token.");
    }

    [Fact]
    public async Task Token_OfVersion2_IsTaken()
    {
        await using var arm = await TestArm.StartAsync();
        using var response = await arm.GetAsync(Registration, "Bearer " + arm.Token(issuer: $"{TestArm.SignIn}{TestArm.Tenant}/v2.0"));
        ((int)response.StatusCode).ShouldBe(200);
    }

    [Fact]
    public async Task Token_SignedWithAnotherAlgorithm_IsRefused()
    {
        await using var arm = await TestArm.StartAsync();
        using var response = await arm.GetAsync(Registration, "Bearer " + arm.Token(algorithm: SecurityAlgorithms.RsaSha512));
        (await TestArm.ErrorAsync(response, 401)).Code.ShouldBe("InvalidAuthenticationToken");
    }

    [Fact]
    public async Task Endpoint_OpenToAll_NeedsNoToken()
    {
        await using var arm = await TestArm.StartAsync();
        using var response = await arm.GetAsync("/metadata/endpoints?api-version=2015-01-01", authorization: null);
        (await response.Content.ReadAsStringAsync()).ShouldBe("\"open\"");
    }
}
