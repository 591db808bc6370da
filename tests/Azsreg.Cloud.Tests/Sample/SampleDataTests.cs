using Azsreg.Cloud.Directory;
using Azsreg.Cloud.Marketplace;
using Azsreg.Cloud.Sample;
using Azsreg.Hosting;
using Azsreg.Identity;
using Azsreg.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Cloud.Tests.Sample;

public sealed class SampleDataTests : IAsyncLifetime
{
    private static readonly Secret Password = new("Az1-sample-password");

    private readonly string _path = System.IO.Directory.CreateTempSubdirectory("azsreg-sample-").FullName;
    private LocalCertificateAuthority _authority = null!;
    private WebApplication _app = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        var folder = DataFolder.Open(_path);
        _authority = LocalCertificateAuthority.LoadOrCreate(folder, TimeProvider.System);
        _app = CloudRole.Build(
            new CloudOptions(),
            new RoleHost { Folder = folder, Clock = TimeProvider.System, Certificate = _authority.IssueServerCertificate(), Trust = [_authority.Root] });
        await _app.Services.PrepareCloudAsync();
        await _app.StartAsync();
        _client = new HttpClient(TrustedHttp.CreateHandler([_authority.Root])) { BaseAddress = _app.Services.GetRequiredService<CloudAddresses>().Base };
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _authority.Dispose();
        System.IO.Directory.Delete(_path, recursive: true);
    }

    [Fact]
    public async Task SeedAsync_Twice_MakesTheSameWorldOnce()
    {
        var first = await SampleData.SeedAsync(_app.Services, Password);
        var second = await SampleData.SeedAsync(_app.Services, Password);
        second.TotpSecret.Reveal().ShouldBe(first.TotpSecret.Reveal());
        second.AutomationSecret.Reveal().ShouldBe(first.AutomationSecret.Reveal());

        var directory = _app.Services.GetRequiredService<IdentityDirectory>();
        (await directory.ListUsersAsync(SampleData.ContosoTenantId)).Select(user => user.SignInName).ShouldBe(
            [
                "owner@contoso.onmicrosoft.com", "reader@contoso.onmicrosoft.com", "mfa@contoso.onmicrosoft.com",
                "contributor@contoso.onmicrosoft.com", "sam@outlook.example",
            ],
            ignoreOrder: true);
        (await directory.FindAccountAsync("mfa@contoso.onmicrosoft.com"))!.HasSecondFactor.ShouldBeTrue();
        (await directory.FindApplicationAsync(SampleData.AutomationAppId))!.PasswordCredentials.Count.ShouldBe(1);

        var subscriptions = await _app.Services.GetRequiredService<SubscriptionStore>().ListAsync(SampleData.ContosoTenantId.ToString());
        subscriptions.Select(one => (one.DisplayName, one.QuotaId)).ShouldBe(
            [("Contoso Stamps", "PayAsYouGo_2014-09-01"), ("Contoso Capacity (EA)", "EnterpriseAgreement_2014-09-01")]);
        (await _app.Services.GetRequiredService<RoleAssignmentStore>().ListAsync()).Count.ShouldBe(8);
        (await _app.Services.GetRequiredService<ProductStore>().CountAsync(default)).ShouldBeGreaterThan(100);
        (await _app.Services.GetRequiredService<DirectoryPolicies>().RolesAsync(
            SampleData.ContosoTenantId, (await directory.FindUserByNameAsync(SampleData.ContosoTenantId, "sam@outlook.example"))!.ObjectId))
            .ShouldBe([DirectoryRole.ApplicationDeveloper]);
    }

    [Fact]
    public async Task SeedAsync_AnotherPassword_TakesThePlaceOfTheFormer()
    {
        await SampleData.SeedAsync(_app.Services, Password);
        (await SignInAsync(Password)).ShouldBeTrue();
        var next = new Secret("Az1-another-password");
        await SampleData.SeedAsync(_app.Services, next);
        (await SignInAsync(next)).ShouldBeTrue();
        (await SignInAsync(Password)).ShouldBeFalse();
    }

    [Fact]
    public async Task SeedAsync_AutomationSecret_SignsIn()
    {
        var secrets = await SampleData.SeedAsync(_app.Services, Password);
        (await PostAsync(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = SampleData.AutomationAppId.ToString(),
            ["client_secret"] = secrets.AutomationSecret.Reveal(),
            ["scope"] = "https://management.azure.com/.default",
        })).ShouldBeTrue();
    }

    private Task<bool> SignInAsync(Secret password) => PostAsync(new Dictionary<string, string>
    {
        ["grant_type"] = "password",
        ["client_id"] = WellKnown.AzurePowerShellClientId,
        ["username"] = "owner@contoso.onmicrosoft.com",
        ["password"] = password.Reveal(),
        ["scope"] = "https://management.azure.com/.default",
    });

    private async Task<bool> PostAsync(Dictionary<string, string> form)
    {
        using var content = new FormUrlEncodedContent(form);
        using var response = await _client.PostAsync(new Uri($"/{SampleData.ContosoTenantId}/oauth2/v2.0/token", UriKind.Relative), content);
        return response.IsSuccessStatusCode;
    }
}
