using Azsreg.Hosting;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Azsreg.Protocol;
using Dapper;

namespace Azsreg.Identity.Tests;

public abstract class IdentityDirectoryContract(SqlEngine engine) : IAsyncLifetime
{
    private static readonly Guid Contoso = TestHost.Contoso;
    private static readonly Guid Fabrikam = TestHost.Fabrikam;
    private static readonly Secret Password = TestHost.Password;

    private TestStore _store = null!;

    private IdentityDirectory Accounts => _store.Accounts;

    public async ValueTask InitializeAsync() => _store = await TestStore.CreateAsync(engine);

    public async ValueTask DisposeAsync()
    {
        await (_store?.DisposeAsync() ?? default);
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData("72f988aa-0000-4000-8000-000000000001")]
    [InlineData("contoso.onmicrosoft.com")]
    [InlineData("CONTOSO.example")]
    public async Task FindTenantAsync_IdOrAnyDomain_FindsIt(string name) =>
        (await Accounts.FindTenantAsync(name))!.Id.ShouldBe(Contoso);

    [Fact]
    public async Task CreateTenantAsync_DomainTaken_ConflictAndNothingMade()
    {
        var id = Guid.Parse("72f988aa-0000-4000-8000-000000000003");
        var refused = await Should.ThrowAsync<DirectoryException>(Accounts.CreateTenantAsync(id, "Other", ["other.example", "contoso.example"]));
        refused.Failure.ShouldBe(DirectoryFailure.Conflict);
        (await Accounts.FindTenantAsync(id)).ShouldBeNull();
        (await Accounts.FindTenantAsync("other.example")).ShouldBeNull();
    }

    [Fact]
    public async Task ListTenantsAsync_TwoTenants_LeavesOutPersonalAccounts() =>
        (await Accounts.ListTenantsAsync()).Select(tenant => tenant.DisplayName).ShouldBe(["Contoso", "Fabrikam"]);

    [Fact]
    public async Task CreateUserAsync_Member_IsFoundByNameAndStoredWithoutItsPassword()
    {
        var user = await NewcomerAsync();
        (await Accounts.FindAccountAsync("NEW@contoso.onmicrosoft.com"))!.ObjectId.ShouldBe(user.ObjectId);
        user.Kind.ShouldBe(UserKind.Member);
        user.HasSecondFactor.ShouldBeFalse();
        await using var connection = await _store.Database.OpenAsync();
        (await connection.ExecuteScalarAsync<string>("select password_hash from identity_users order by created_at desc")).ShouldStartWith("pbkdf2-sha512$1000$");
    }

    [Fact]
    public async Task CreateUserAsync_NameTaken_Conflict()
    {
        await NewcomerAsync();
        (await Should.ThrowAsync<DirectoryException>(NewcomerAsync)).Failure.ShouldBe(DirectoryFailure.Conflict);
    }

    [Fact]
    public async Task CreateUserAsync_DomainOfAnotherTenant_Invalid()
    {
        var refused = await Should.ThrowAsync<DirectoryException>(Accounts.CreateUserAsync(
            new NewUser { TenantId = Contoso, UserPrincipalName = "ann@fabrikam.onmicrosoft.com", DisplayName = "Ann" }));
        refused.Failure.ShouldBe(DirectoryFailure.Invalid);
    }

    [Fact]
    public async Task CreateUserAsync_TotpSecret_IsEncryptedAtRest()
    {
        await Accounts.CreateUserAsync(new NewUser
        {
            TenantId = Contoso, UserPrincipalName = "coded@contoso.onmicrosoft.com", DisplayName = "Coded",
            TotpSecret = new Secret("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"),
        });
        await using var connection = await _store.Database.OpenAsync();
        (await connection.ExecuteScalarAsync<string>("select totp_secret from identity_users where upn = 'coded@contoso.onmicrosoft.com'"))!.ShouldNotContain("GEZDGNBV");
        (await Accounts.FindAccountAsync("coded@contoso.onmicrosoft.com"))!.HasSecondFactor.ShouldBeTrue();
    }

    [Fact]
    public async Task InviteGuestAsync_PersonalAccount_StandsInTheTenantUnderItsSignInName()
    {
        var guest = await GuestAsync();
        guest.UserPrincipalName.ShouldBe("kim_outlook.example#EXT#@contoso.onmicrosoft.com");
        guest.Kind.ShouldBe(UserKind.Guest);
        guest.IsPersonalAccount.ShouldBeTrue();
        (await Accounts.FindUserByNameAsync(Contoso, "kim@outlook.example"))!.ObjectId.ShouldBe(guest.ObjectId);
        (await Accounts.ListTenantsOfUserAsync(guest.HomeTenantId, guest.HomeObjectId)).Single().Id.ShouldBe(Contoso);
    }

    [Fact]
    public async Task DeleteUserAsync_AtHome_RemovesTheGuestsToo()
    {
        var guest = await GuestAsync();
        (await Accounts.DeleteUserAsync(guest.HomeTenantId, guest.HomeObjectId)).ShouldBeTrue();
        (await Accounts.FindUserAsync(Contoso, guest.ObjectId)).ShouldBeNull();
    }

    [Fact]
    public async Task SetUserEnabledAsync_BlockedAtHome_GuestIsDisabledToo()
    {
        var guest = await GuestAsync();
        await Accounts.SetUserEnabledAsync(guest.HomeTenantId, guest.HomeObjectId, enabled: false);
        (await Accounts.FindUserAsync(Contoso, guest.ObjectId))!.Enabled.ShouldBeFalse();
    }

    [Fact]
    public async Task ListUsersAsync_Pages_EveryUserOnce()
    {
        for (var i = 0; i < 7; i++)
            await Accounts.CreateUserAsync(new NewUser { TenantId = Contoso, UserPrincipalName = $"u{i}@contoso.example", DisplayName = "U" });
        var first = await Accounts.ListUsersAsync(Contoso, take: 5);
        var second = await Accounts.ListUsersAsync(Contoso, first[^1].ObjectId, take: 100);
        first.Count.ShouldBe(5);
        first.Concat(second).Select(user => user.UserPrincipalName).Where(name => name.EndsWith("@contoso.example", StringComparison.Ordinal)).Order()
            .ShouldBe(Enumerable.Range(0, 7).Select(i => $"u{i}@contoso.example"));
    }

    [Fact]
    public async Task AddPasswordAsync_Secret_IsMatchedButNotStored()
    {
        var application = await ApplicationAsync();
        var secret = await Accounts.AddPasswordAsync(application.AppId, "first");
        secret.Text.Reveal().Length.ShouldBe(40);
        (await Accounts.MatchPasswordAsync(application.AppId, secret.Text, default))!.KeyId.ShouldBe(secret.Credential.KeyId);
        (await Accounts.MatchPasswordAsync(application.AppId, new Secret("something else entirely"), default)).ShouldBeNull();
        await using var connection = await _store.Database.OpenAsync();
        (await connection.ExecuteScalarAsync<string>("select hash from identity_application_secrets"))!.ShouldNotContain(secret.Text.Reveal());
    }

    [Fact]
    public async Task AddCertificateAsync_TwiceTheSame_OneCredentialWithThumbprints()
    {
        var application = await ApplicationAsync();
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=bridge", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(_store.Clock.GetUtcNow().AddDays(-1), _store.Clock.GetUtcNow().AddDays(365));
        var first = await Accounts.AddCertificateAsync(application.AppId, certificate.RawData);
        var second = await Accounts.AddCertificateAsync(application.AppId, certificate.RawData);
        second.KeyId.ShouldBe(first.KeyId);
        Convert.ToHexString(Microsoft.IdentityModel.Tokens.Base64UrlEncoder.DecodeBytes(first.ThumbprintSha1)).ShouldBe(certificate.Thumbprint);
        (await Accounts.FindApplicationAsync(application.AppId))!.CertificateCredentials.Count.ShouldBe(1);
    }

    [Fact]
    public async Task AddCertificateAsync_NoCertificate_Invalid()
    {
        var application = await ApplicationAsync();
        (await Should.ThrowAsync<DirectoryException>(Accounts.AddCertificateAsync(application.AppId, new byte[] { 1, 2, 3 })))
            .Failure.ShouldBe(DirectoryFailure.Invalid);
    }

    [Fact]
    public async Task DeleteApplicationAsync_WithPrincipal_RemovesBoth()
    {
        var application = await ApplicationAsync();
        var principal = await Accounts.CreateServicePrincipalAsync(Contoso, application.AppId);
        (await Accounts.DeleteApplicationAsync(application.AppId)).ShouldBeTrue();
        (await Accounts.FindApplicationAsync(application.AppId)).ShouldBeNull();
        (await Accounts.FindServicePrincipalAsync(Contoso, principal.ObjectId)).ShouldBeNull();
    }

    [Fact]
    public async Task UpdateApplicationAsync_NewName_RenamesItsPrincipal()
    {
        var application = await ApplicationAsync();
        await Accounts.CreateServicePrincipalAsync(Contoso, application.AppId);
        await Accounts.UpdateApplicationAsync(application.AppId, displayName: "Renamed", identifierUris: ["api://renamed"]);
        (await Accounts.FindServicePrincipalByAppIdAsync(Contoso, application.AppId))!.DisplayName.ShouldBe("Renamed");
        (await Accounts.FindApplicationByIdentifierUriAsync("api://renamed"))!.AppId.ShouldBe(application.AppId);
    }

    [Fact]
    public async Task CreateServicePrincipalAsync_SingleTenantApplicationElsewhere_Invalid()
    {
        var application = await ApplicationAsync();
        (await Should.ThrowAsync<DirectoryException>(Accounts.CreateServicePrincipalAsync(Fabrikam, application.AppId)))
            .Failure.ShouldBe(DirectoryFailure.Invalid);
    }

    [Fact]
    public async Task PrepareIdentityAsync_Again_KeepsTheSigningKey()
    {
        var keys = (SigningKeys)_store.Services.GetService(typeof(SigningKeys))!;
        var kid = keys.PublicKeys.Single().KeyId;
        await _store.Services.PrepareIdentityAsync();
        keys.PublicKeys.Single().KeyId.ShouldBe(kid);
    }

    private Task<User> NewcomerAsync() => Accounts.CreateUserAsync(new NewUser
    {
        TenantId = Contoso, UserPrincipalName = "new@contoso.onmicrosoft.com", DisplayName = "New", Password = Password,
    });

    private async Task<User> GuestAsync()
    {
        var home = await Accounts.CreateUserAsync(new NewUser
        {
            TenantId = Tenant.PersonalAccountsId, UserPrincipalName = "kim@outlook.example", DisplayName = "Kim", Password = Password,
        });
        return await Accounts.InviteGuestAsync(Contoso, home);
    }

    private Task<Application> ApplicationAsync() =>
        Accounts.CreateApplicationAsync(new NewApplication { TenantId = Contoso, DisplayName = "azsreg-automation" });
}
