using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Azsreg.AzureClient;
using Azsreg.Operator.Accounts;
using Azsreg.Operator.SignIn;
using Azsreg.Operator.Stamps;
using Azsreg.Protocol;

namespace Azsreg.Operator.Tests.SignIn;

public sealed class SignInServiceTests : IAsyncLifetime
{
    private readonly OperatorFolder _folder = new();
    private readonly SilentScreen _screen = new();
    private FakeAzure _azure = null!;
    private OperatorContext _operator = null!;

    public async ValueTask InitializeAsync()
    {
        _azure = await FakeAzure.StartAsync(_folder.Data);
        _operator = _folder.Open();
        await _operator.Environments.EnterAsync(_azure.Entry, use: true);
    }

    public async ValueTask DisposeAsync()
    {
        _operator.Dispose();
        await _azure.DisposeAsync();
        _folder.Dispose();
    }

    private static LoginRequest WithPassword(string password = "right") => new(new LoginMethod.Password("owner@contoso.onmicrosoft.com", new Secret(password)));

    private Task<LoginResult> LoginAsync(LoginRequest? request = null) => _operator.SignIn.LoginAsync(request ?? WithPassword(), _screen, default);

    [Fact]
    public async Task Login_Password_ReadsSubscriptionsOfEveryDirectoryWithOfferStateAndRole()
    {
        var result = await LoginAsync();

        result.Account.Name.ShouldBe("owner@contoso.onmicrosoft.com");
        result.Account.TenantId.ShouldBe(FakeAzure.Home);
        result.Account.Subscriptions.ShouldBe([
            new(FakeAzure.Stamps, "Contoso Stamps", FakeAzure.Home, "contoso.onmicrosoft.com", "Enabled", "PayAsYouGo_2014-09-01", "Owner, Reader"),
            new(FakeAzure.Capacity, "Contoso Capacity (EA)", FakeAzure.Home, "contoso.onmicrosoft.com", "Enabled", "EnterpriseAgreement_2014-09-01", "Owner, Reader"),
            new(FakeAzure.Far, "Fabrikam", FakeAzure.Other, "fabrikam.onmicrosoft.com", "Disabled", null, null)]);
        result.Skipped.ShouldBeEmpty();
    }

    [Fact]
    public async Task Login_DeviceCode_ShowsTheCode()
    {
        await LoginAsync(new LoginRequest(new LoginMethod.DeviceCode()));

        _screen.Shown!.UserCode.ShouldBe("ABCD-EFGH");
        _azure.SignIns.First()["tenant"].ShouldBe("common");
        _azure.SignIns.First()["client_id"].ShouldBe("1950a258-227b-4e31-a9cf-717495945fc2");
    }

    [Fact]
    public async Task Login_SeveralSubscriptions_TakesTheFirstUsableIntoUse()
    {
        _azure.HomeSubscriptions = _azure.HomeSubscriptions.Replace("\"tenantId\":\"" + FakeAzure.Home + "\",\"state\":\"Enabled\",\"subscriptionPolicies\":{\"quotaId\":\"Pay", "\"state\":\"Disabled\",\"subscriptionPolicies\":{\"quotaId\":\"Pay", StringComparison.Ordinal);

        (await LoginAsync()).InUse!.Id.ShouldBe(FakeAzure.Capacity);
    }

    [Fact]
    public async Task OpenAzure_NoSubscriptionInUse_NamesThem()
    {
        await LoginAsync(WithPassword() with { Tenant = "fabrikam.onmicrosoft.com" });

        var failure = Should.Throw<CataloguedException>(() => _operator.OpenAzure());

        failure.Entry.ShouldBe(ErrorCatalogue.SubscriptionNotChosen);
        failure.NextCommands.ShouldBe(["azsreg account set --subscription \"Fabrikam\""]);
    }

    [Fact]
    public async Task Login_Again_KeepsTheSubscriptionInUse()
    {
        await LoginAsync();
        await _operator.Accounts.UseAsync("Fake", "contoso capacity (ea)");

        (await LoginAsync()).InUse!.Id.ShouldBe(FakeAzure.Capacity);
    }

    [Fact]
    public async Task Login_StrictDirectory_IsSkippedAndNamed()
    {
        _azure.OtherIsStrict = true;

        var result = await LoginAsync();

        result.Account.Subscriptions.Count.ShouldBe(2);
        result.Skipped.ShouldHaveSingleItem().ShouldBe(new SkippedDirectory(FakeAzure.Other, "fabrikam.onmicrosoft.com", "AZR3003 the account needs a second factor or a browser"));
    }

    [Fact]
    public async Task Login_Tenant_ReadsThatDirectoryOnly()
    {
        var result = await LoginAsync(WithPassword() with { Tenant = "fabrikam.onmicrosoft.com" });

        result.Account.TenantId.ShouldBe(FakeAzure.Other);
        result.Account.Subscriptions.ShouldHaveSingleItem().Id.ShouldBe(FakeAzure.Far);
    }

    [Fact]
    public async Task Login_WrongPassword_KeepsNothing()
    {
        var failure = await Should.ThrowAsync<SignInException>(() => LoginAsync(WithPassword("wrong")));

        failure.Entry.ShouldBe(ErrorCatalogue.WrongPassword);
        _operator.Accounts.List().ShouldBeEmpty();
        Directory.GetFiles(_folder.Data.Operator, "tokens-*").ShouldBeEmpty();
    }

    [Fact]
    public async Task Login_ApplicationWithoutTenant_AsksForIt()
    {
        var failure = await Should.ThrowAsync<CataloguedException>(() => LoginAsync(new LoginRequest(new LoginMethod.ApplicationSecret("app", new Secret("s")))));

        failure.Entry.ShouldBe(ErrorCatalogue.InvalidOption);
        failure.Detail.ShouldContain("--tenant");
    }

    [Fact]
    public async Task Login_Application_HasNoRefreshToken()
    {
        await LoginAsync(new LoginRequest(new LoginMethod.ApplicationSecret("app", new Secret("s"))) { Tenant = "contoso.onmicrosoft.com" });
        await _operator.Accounts.UseAsync("Fake", FakeAzure.Stamps);

        using var session = _operator.OpenAzure();
        (await session.GetRefreshTokenAsync(default)).ShouldBeNull();
        session.Account.Kind.ShouldBe(AccountKind.ServicePrincipal);
        session.Account.Name.ShouldBe("app");
    }

    [Fact]
    public async Task Login_ApplicationCertificate_IsKeptForSilentSignIns()
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=app", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(100));
        await LoginAsync(new LoginRequest(new LoginMethod.ApplicationCertificate("app", certificate)) { Tenant = FakeAzure.Home });
        await _operator.Accounts.UseAsync("Fake", FakeAzure.Stamps);

        // The next command finds the certificate in the store, and signs in with it for another audience.
        using var next = _folder.Open();
        using var session = next.OpenAzure();
        (await session.Graph!.TryGetServicePrincipalAsync("nobody")).ShouldBeNull();
        _azure.SignIns.Last()["grant_type"].ShouldBe("client_credentials");
        _azure.SignIns.Last()["client_assertion"].Split('.').Length.ShouldBe(3);
    }

    [Fact]
    public async Task OpenAzure_NextCommand_NeedsNoSignIn()
    {
        await LoginAsync();
        await _operator.Accounts.UseAsync("Fake", FakeAzure.Stamps);
        var before = _azure.SignIns.Count;

        using var next = _folder.Open();
        using var session = next.OpenAzure();
        var seen = 0;
        await foreach (var _ in session.Arm.Subscriptions.ListAsync())
            seen++;

        seen.ShouldBe(2);
        _azure.SignIns.Count.ShouldBe(before);
        (await session.GetRefreshTokenAsync(default))!.Reveal().ShouldStartWith("secret-refresh-");
    }

    [Fact]
    public async Task OpenAzure_SubscriptionOfAnotherDirectory_UsesThatDirectory()
    {
        await LoginAsync();

        using var session = _operator.OpenAzure(subscription: "Fabrikam");

        session.TenantId.ShouldBe(FakeAzure.Other);
    }

    [Fact]
    public void OpenAzure_NobodySignedIn_SaysSo() =>
        Should.Throw<CataloguedException>(() => _operator.OpenAzure()).Entry.ShouldBe(ErrorCatalogue.NotSignedIn);

    [Fact]
    public async Task Files_AfterLogin_HoldNoTokenInTheClear()
    {
        await LoginAsync();

        foreach (var file in Directory.GetFiles(_folder.Data.Operator))
        {
            var text = Encoding.UTF8.GetString(await File.ReadAllBytesAsync(file));
            text.ShouldNotContain("secret-refresh", Case.Sensitive, file);
            text.ShouldNotContain("e30.", Case.Sensitive, file);
            if (!OperatingSystem.IsWindows() && !file.EndsWith(".lock", StringComparison.Ordinal))
                File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, file);
        }
    }

    [Fact]
    public async Task UseSubscription_OfADirectoryNotSignedInAt_NamesThatDirectory()
    {
        await LoginAsync(WithPassword() with { Tenant = FakeAzure.Home });

        var failure = await Should.ThrowAsync<CataloguedException>(() => _operator.SignIn.UseSubscriptionAsync(null, FakeAzure.Far, default));

        failure.Entry.ShouldBe(ErrorCatalogue.AccountUnknown);
        failure.NextCommands.ShouldBe([$"azsreg login --tenant {FakeAzure.Other}"]);
    }

    [Fact]
    public async Task UseSubscription_NobodyKnows_PointsToTheList()
    {
        await LoginAsync(WithPassword() with { Tenant = FakeAzure.Home });

        var failure = await Should.ThrowAsync<CataloguedException>(
            () => _operator.SignIn.UseSubscriptionAsync(null, "8f2a0000-0000-4000-8000-00000000dead", default));

        failure.NextCommands.ShouldBe(["azsreg account list"]);
    }

    [Fact]
    public async Task Logout_Account_ForgetsTokensAndChoice()
    {
        var account = (await LoginAsync()).Account;

        await _operator.SignIn.LogoutAsync(account, default);

        _operator.Accounts.Current("Fake").ShouldBeNull();
        Directory.GetFiles(_folder.Data.Operator, "tokens-*").ShouldBeEmpty();
    }

    [Fact]
    public async Task Refresh_NewSubscription_AppearsAndTheChoiceStays()
    {
        var account = (await LoginAsync()).Account;
        await _operator.Accounts.UseAsync("Fake", FakeAzure.Capacity);
        _azure.HomeSubscriptions += """,{"id":"/subscriptions/n","subscriptionId":"n","displayName":"New","state":"Enabled"}""";

        var fresh = await _operator.SignIn.RefreshAsync(account, default);

        fresh.Subscriptions.Select(s => s.Name).ShouldBe(["Contoso Stamps", "Contoso Capacity (EA)", "New", "Fabrikam"]);
        _operator.Accounts.Current("Fake")!.Value.Subscription!.Id.ShouldBe(FakeAzure.Capacity);
    }

    [Fact]
    public async Task Login_Stamp_LivesBesideTheAzureAccount()
    {
        await LoginAsync();
        await _operator.Stamps.EnterAsync(new StampEntry
        {
            Name = "Lab", PrivilegedEndpoint = new Uri("https://lab:5986/wsman"), AdminEndpoint = _azure.Url, TrustedAuthorities = [_azure.AuthorityPem],
        });

        var result = await LoginAsync(WithPassword() with { Stamp = "lab" });

        result.Account.Realm.ShouldBe("stamp:Lab");
        _operator.Accounts.Current("Fake").ShouldNotBeNull();
        using var session = _operator.TryOpenStampAdmin(_operator.Stamps.Get("Lab"));
        (await session!.Arm.StampAdmin.GetProviderSubscriptionAsync()).DisplayName.ShouldBe("Contoso Stamps");
    }

    [Fact]
    public async Task Login_StampWithoutAdminEndpoint_SaysHowToEnterIt()
    {
        await _operator.Stamps.EnterAsync(new StampEntry { Name = "Lab", PrivilegedEndpoint = new Uri("https://lab:5986/wsman") });

        var failure = await Should.ThrowAsync<CataloguedException>(() => LoginAsync(WithPassword() with { Stamp = "Lab" }));

        failure.Entry.ShouldBe(ErrorCatalogue.StampAdminUnreachable);
        failure.NextCommands.ShouldHaveSingleItem().ShouldContain("--admin-endpoint");
    }

    [Fact]
    public void TryOpenStampAdmin_NobodySignedIn_IsNull() =>
        _operator.TryOpenStampAdmin(new StampEntry { Name = "Lab", PrivilegedEndpoint = new Uri("https://lab:5986/wsman") }).ShouldBeNull();
}
