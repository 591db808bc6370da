using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Azsreg.Identity.Tests;

/// <summary>The unmodified credentials of the Azure SDK.</summary>
public sealed class AzureIdentityTests(HostFixture fixture) : IClassFixture<HostFixture>
{
    private static readonly TokenRequestContext Arm = new(["https://management.azure.com/.default"]);

    private TestHost Host => fixture.Host;

    [Fact]
    public async Task ClientSecretCredential_GetToken_TokenOfThePrincipal()
    {
        var secret = await Host.Accounts.AddPasswordAsync(Host.Automation.AppId);
        var credential = new ClientSecretCredential(
            TestHost.Contoso.ToString(), Host.Automation.AppId.ToString(), secret.Text.Reveal(), Configure(new ClientSecretCredentialOptions { DisableInstanceDiscovery = true }));

        var token = Read(await credential.GetTokenAsync(Arm, default));

        var principal = await Host.Accounts.FindServicePrincipalByAppIdAsync(TestHost.Contoso, Host.Automation.AppId);
        token.GetPayloadValue<string>("oid").ShouldBe(principal!.ObjectId.ToString());
        token.GetPayloadValue<string>("idtyp").ShouldBe("app");
        token.GetPayloadValue<string>("appidacr").ShouldBe("1");
        token.Audiences.ShouldBe(["https://management.azure.com"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ClientCertificateCredential_GetToken_TokenOfThePrincipal(bool sendChain)
    {
        using var certificate = Host.ClientCertificate();
        await Host.Accounts.AddCertificateAsync(Host.Automation.AppId, certificate.RawData);
        var credential = new ClientCertificateCredential(
            "contoso.onmicrosoft.com", Host.Automation.AppId.ToString(), certificate,
            Configure(new ClientCertificateCredentialOptions { DisableInstanceDiscovery = true, SendCertificateChain = sendChain }));

        Read(await credential.GetTokenAsync(Arm, default)).GetPayloadValue<string>("appidacr").ShouldBe("2");
    }

    [Fact]
    public async Task ClientSecretCredential_WrongSecret_FailsWithItsNumber()
    {
        var credential = new ClientSecretCredential(
            TestHost.Contoso.ToString(), Host.Automation.AppId.ToString(), "not the secret at all", Configure(new ClientSecretCredentialOptions { DisableInstanceDiscovery = true }));

        var failure = await Should.ThrowAsync<AuthenticationFailedException>(async () => await credential.GetTokenAsync(Arm, default));
        failure.InnerException!.Message.ShouldContain("AADSTS7000215");
    }

#pragma warning disable CS0618 // Deprecated by the SDK, and still what scripts use.
    [Fact]
    public async Task UsernamePasswordCredential_GetToken_TokenOfTheUser()
    {
        var credential = new UsernamePasswordCredential(
            TestHost.Owner, TestHost.Password.Reveal(), TestHost.Contoso.ToString(), TestHost.PowerShell,
            Configure(new UsernamePasswordCredentialOptions { DisableInstanceDiscovery = true }));

        var token = Read(await credential.GetTokenAsync(Arm, default));

        token.GetPayloadValue<string>("upn").ShouldBe(TestHost.Owner);
        token.GetPayloadValue<string>("scp").ShouldBe("user_impersonation");
    }

    [Fact]
    public async Task UsernamePasswordCredential_SecondFactor_NamesDeviceCode()
    {
        var credential = new UsernamePasswordCredential(
            TestHost.WithCode, TestHost.Password.Reveal(), TestHost.Contoso.ToString(), TestHost.PowerShell,
            Configure(new UsernamePasswordCredentialOptions { DisableInstanceDiscovery = true }));

        var failure = await Should.ThrowAsync<AuthenticationFailedException>(async () => await credential.GetTokenAsync(Arm, default));
        failure.InnerException!.Message.ShouldContain("AADSTS50076");
        failure.InnerException!.Message.ShouldContain("device code");
    }
#pragma warning restore CS0618

    [Fact]
    public async Task DeviceCodeCredential_PageFilledIn_SignsInAndRefreshesSilently()
    {
        var credential = new DeviceCodeCredential(Configure(new DeviceCodeCredentialOptions
        {
            DisableInstanceDiscovery = true,
            TenantId = "organizations",
            AdditionallyAllowedTenants = { "*" },
            DeviceCodeCallback = async (code, _) =>
            {
                using var browser = new Browser(Host);
                await browser.OpenAsync(code.VerificationUri.AbsoluteUri);
                await browser.SubmitAsync(("user_code", code.UserCode));
                await browser.SignInAsync(TestHost.WithCode);
                await browser.SubmitAsync(("otc", Host.OneTimeCode()), ("decision", "continue"));
                await browser.SubmitAsync(("decision", "continue"));
                browser.Page.ShouldContain("You have signed in");
            },
        }));

        var record = await credential.AuthenticateAsync(Arm);
        var graph = Read(await credential.GetTokenAsync(new TokenRequestContext(["https://graph.microsoft.com/.default"]), default));

        record.Username.ShouldBe(TestHost.WithCode);
        record.TenantId.ShouldBe(TestHost.Contoso.ToString());
        graph.Audiences.ShouldBe(["https://graph.microsoft.com"]);
        graph.GetPayloadValue<string[]>("amr").ShouldBe(["pwd", "mfa"]);
    }

    private T Configure<T>(T options) where T : TokenCredentialOptions
    {
        options.AuthorityHost = Host.Url;
        options.Transport = new HttpClientTransport(Host.Handler());
        options.Retry.MaxRetries = 0;
        return options;
    }

    private static JsonWebToken Read(AccessToken token) => new(token.Token);
}
