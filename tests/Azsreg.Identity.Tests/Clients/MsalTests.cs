using Microsoft.Identity.Client;
using Microsoft.Identity.Client.Extensibility;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Azsreg.Identity.Tests;

/// <summary>The unmodified Microsoft Authentication Library.</summary>
public sealed class MsalTests(HostFixture fixture) : IClassFixture<HostFixture>
{
    private static readonly string[] Arm = ["https://management.azure.com/.default"];

    private TestHost Host => fixture.Host;

    [Fact]
    public async Task AcquireTokenWithDeviceCode_PageFilledIn_SignsIn()
    {
        var application = Public("organizations").Build();

        var result = await application.AcquireTokenWithDeviceCode(Arm, async code =>
        {
            using var browser = new Browser(Host);
            await browser.OpenAsync(code.VerificationUrl);
            await browser.SubmitAsync(("user_code", code.UserCode.ToLowerInvariant()));
            await browser.SignInAsync(TestHost.Owner);
            await browser.SubmitAsync(("decision", "continue"));
        }).ExecuteAsync();

        result.Account.Username.ShouldBe(TestHost.Owner);
        result.Account.HomeAccountId.TenantId.ShouldBe(TestHost.Contoso.ToString());
        result.TenantId.ShouldBe(TestHost.Contoso.ToString());
    }

    [Fact]
    public async Task AcquireTokenWithDeviceCode_PersonCancels_Declined()
    {
        var application = Public("organizations").Build();

        var failure = await Should.ThrowAsync<MsalServiceException>(application.AcquireTokenWithDeviceCode(Arm, async code =>
        {
            using var browser = new Browser(Host);
            await browser.OpenAsync(code.VerificationUrl);
            await browser.SubmitAsync(("user_code", code.UserCode));
            await browser.SubmitAsync(("decision", "cancel"));
            browser.Page.ShouldContain("Sign-in cancelled");
        }).ExecuteAsync());

        failure.ErrorCode.ShouldBe("authorization_declined");
    }

    [Fact]
    public async Task AcquireTokenInteractive_LoopbackRedirect_SignsInAndRefreshesSilently()
    {
        var application = Public("contoso.onmicrosoft.com").WithRedirectUri("http://localhost").Build();

        var first = await application.AcquireTokenInteractive(Arm).WithCustomWebUi(new Person(Host)).ExecuteAsync();
        var second = await application.AcquireTokenSilent(Arm, first.Account).WithForceRefresh(true).ExecuteAsync();

        first.Account.Username.ShouldBe(TestHost.Owner);
        second.AccessToken.ShouldNotBe(first.AccessToken);
        new JsonWebToken(second.AccessToken).GetPayloadValue<string>("upn").ShouldBe(TestHost.Owner);
    }

    [Fact]
    public async Task AcquireTokenSilent_OtherResource_RedeemsTheSameRefreshToken()
    {
        var application = Public(TestHost.Contoso.ToString()).WithRedirectUri("http://localhost").Build();
        var first = await application.AcquireTokenInteractive(Arm).WithCustomWebUi(new Person(Host)).ExecuteAsync();

        var graph = await application.AcquireTokenSilent(["https://graph.microsoft.com/.default"], first.Account).ExecuteAsync();

        new JsonWebToken(graph.AccessToken).Audiences.ShouldBe(["https://graph.microsoft.com"]);
    }

    [Fact]
    public async Task AcquireTokenSilent_AfterRevocation_AsksForInteraction()
    {
        var application = Public(TestHost.Contoso.ToString()).WithRedirectUri("http://localhost").Build();
        var user = await Host.Accounts.CreateUserAsync(new NewUser
        {
            TenantId = TestHost.Contoso, UserPrincipalName = "leaver@contoso.onmicrosoft.com", DisplayName = "Leaver", Password = TestHost.Password,
        });
        var first = await application.AcquireTokenInteractive(Arm).WithCustomWebUi(new Person(Host, user.SignInName)).ExecuteAsync();
        await Host.Accounts.RevokeSignInSessionsAsync(user);

        var failure = await Should.ThrowAsync<MsalUiRequiredException>(
            application.AcquireTokenSilent(Arm, first.Account).WithForceRefresh(true).ExecuteAsync());
        failure.Message.ShouldContain("AADSTS50173");
    }

    [Fact]
    public async Task AcquireTokenForClient_Certificate_SignsIn()
    {
        using var certificate = Host.ClientCertificate();
        await Host.Accounts.AddCertificateAsync(Host.Automation.AppId, certificate.RawData);
        var application = Confidential().WithCertificate(certificate).Build();

        var result = await application.AcquireTokenForClient(Arm).ExecuteAsync();

        new JsonWebToken(result.AccessToken).GetPayloadValue<string>("appid").ShouldBe(Host.Automation.AppId.ToString());
    }

    [Fact]
    public async Task AcquireTokenForClient_UnknownCertificate_InvalidClient()
    {
        using var certificate = Host.ClientCertificate();
        var application = Confidential().WithCertificate(certificate).Build();

        var failure = await Should.ThrowAsync<MsalServiceException>(application.AcquireTokenForClient(Arm).ExecuteAsync());
        failure.ErrorCode.ShouldBe("invalid_client");
        failure.Message.ShouldContain("AADSTS700027");
    }

    private PublicClientApplicationBuilder Public(string tenant) => PublicClientApplicationBuilder.Create(TestHost.PowerShell)
        .WithAuthority($"{Host.Url}{tenant}/")
        .WithInstanceDiscovery(false)
        .WithHttpClientFactory(new Factory(Host.Http));

    private ConfidentialClientApplicationBuilder Confidential() => ConfidentialClientApplicationBuilder.Create(Host.Automation.AppId.ToString())
        .WithAuthority($"{Host.Url}{TestHost.Contoso}/")
        .WithInstanceDiscovery(false)
        .WithHttpClientFactory(new Factory(Host.Http));

    private sealed class Factory(HttpClient client) : IMsalHttpClientFactory
    {
        public HttpClient GetHttpClient() => client;
    }

    /// <summary>A person at the browser MSAL would open.</summary>
    private sealed class Person(TestHost host, string user = TestHost.Owner) : ICustomWebUi
    {
        public async Task<Uri> AcquireAuthorizationCodeAsync(Uri authorizationUri, Uri redirectUri, CancellationToken cancellationToken)
        {
            using var browser = new Browser(host);
            await browser.OpenAsync(authorizationUri.AbsoluteUri);
            await browser.SignInAsync(user);
            return browser.Location ?? throw new InvalidOperationException(browser.Page);
        }
    }
}
