using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Azsreg.Protocol;

namespace Azsreg.Hosting.Tests;

public sealed class LocalCertificateAuthorityTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SettableClock _clock = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void LoadOrCreate_FreshFolder_MakesARootOfTenYears()
    {
        using var authority = LocalCertificateAuthority.LoadOrCreate(_folder.Data, _clock);

        authority.Root.NotAfter.ToUniversalTime().ShouldBe(new DateTime(2036, 11, 21, 12, 0, 0, DateTimeKind.Utc));
        authority.Root.HasPrivateKey.ShouldBeFalse();
        authority.Root.GetECDsaPublicKey()!.KeySize.ShouldBe(256);
        authority.Root.Extensions.OfType<X509BasicConstraintsExtension>().Single().CertificateAuthority.ShouldBeTrue();
        File.ReadAllText(Path.Combine(_folder.Path, "ca", "root.pem")).ShouldBe(authority.ExportRootPem());
    }

    [Fact]
    public void LoadOrCreate_Again_IsTheSameRoot()
    {
        using var first = LocalCertificateAuthority.LoadOrCreate(_folder.Data, _clock);
        using var second = LocalCertificateAuthority.LoadOrCreate(_folder.Data, _clock);

        second.Root.Thumbprint.ShouldBe(first.Root.Thumbprint);
    }

    [Fact]
    public async Task LoadOrCreate_SeveralAtOnce_AgreeOnOneRoot()
    {
        var roots = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            using var authority = LocalCertificateAuthority.LoadOrCreate(_folder.Data, _clock);
            return authority.Root.Thumbprint;
        })));

        roots.Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public void LoadOrCreate_AfterTenYears_SaysItHasExpired()
    {
        LocalCertificateAuthority.LoadOrCreate(_folder.Data, _clock).Dispose();
        _clock.Now = _clock.Now.AddYears(10);

        Should.Throw<CataloguedException>(() => LocalCertificateAuthority.LoadOrCreate(_folder.Data, _clock)).Entry.Code.ShouldBe("AZR1009");
    }

    [Fact]
    public void Folder_AfterIssuing_HoldsNoPrivateKeyInTheClear()
    {
        using var authority = LocalCertificateAuthority.LoadOrCreate(_folder.Data, _clock);
        using var server = authority.IssueServerCertificate();

        foreach (var file in Directory.GetFiles(Path.Combine(_folder.Path, "ca"), "*.key"))
        {
            Should.Throw<CryptographicException>(() => X509CertificateLoader.LoadPkcs12FromFile(file, null));
        }
    }

    [Fact]
    public void IssueServerCertificate_NamesGiven_AreInItBesideThisMachines()
    {
        using var authority = LocalCertificateAuthority.LoadOrCreate(_folder.Data, _clock);

        using var server = authority.IssueServerCertificate(["azure.local.example"], [IPAddress.Parse("192.0.2.7")]);

        var names = server.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single();
        names.EnumerateDnsNames().ShouldBe(["azure.local.example", "localhost"]);
        names.EnumerateIPAddresses().Select(address => address.ToString()).ShouldBe(["127.0.0.1", "192.0.2.7", "::1"]);
        server.HasPrivateKey.ShouldBeTrue();
        (server.NotAfter.ToUniversalTime() - _clock.Now.UtcDateTime).ShouldBe(TimeSpan.FromDays(397));
    }

    [Fact]
    public void IssueServerCertificate_SameNames_IsTheSameUntilThirtyDaysBeforeItsEnd()
    {
        using var authority = LocalCertificateAuthority.LoadOrCreate(_folder.Data, _clock);
        using var first = authority.IssueServerCertificate();
        _clock.Now = _clock.Now.AddDays(366);
        using var second = authority.IssueServerCertificate();
        _clock.Now = _clock.Now.AddDays(2);
        using var third = authority.IssueServerCertificate();

        second.Thumbprint.ShouldBe(first.Thumbprint);
        third.Thumbprint.ShouldNotBe(first.Thumbprint);
    }

    [Fact]
    public void IssueServerCertificate_AuthorityMadeAnew_IsIssuedAnew()
    {
        using (var former = LocalCertificateAuthority.LoadOrCreate(_folder.Data, _clock))
        {
            former.IssueServerCertificate().Dispose();
        }

        File.Delete(Path.Combine(_folder.Path, "ca", "root.key"));
        using var authority = LocalCertificateAuthority.LoadOrCreate(_folder.Data, _clock);
        using var server = authority.IssueServerCertificate();

        server.Issuer.ShouldBe(authority.Root.Subject);
    }

    [Fact]
    public void LoadServer_PemOfCertificateAndKey_HasItsKey()
    {
        using var authority = LocalCertificateAuthority.LoadOrCreate(_folder.Data, _clock);
        using var server = authority.IssueServerCertificate();
        using var key = server.GetECDsaPrivateKey()!;
        var certificatePath = Path.Combine(_folder.Path, "server.pem");
        var keyPath = Path.Combine(_folder.Path, "server.key.pem");
        File.WriteAllText(certificatePath, server.ExportCertificatePem());
        File.WriteAllText(keyPath, key.ExportPkcs8PrivateKeyPem());

        using var loaded = CertificateFiles.LoadServer(certificatePath, keyPath);

        loaded.HasPrivateKey.ShouldBeTrue();
        loaded.Thumbprint.ShouldBe(server.Thumbprint);
    }

    [Fact]
    public void LoadAuthorities_RootPem_GivesTheRoot()
    {
        using var authority = LocalCertificateAuthority.LoadOrCreate(_folder.Data, _clock);

        CertificateFiles.LoadAuthorities(authority.RootPemPath).Single().Thumbprint.ShouldBe(authority.Root.Thumbprint);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    public void LoadAuthorities_NoCertificateThere_NamesTheFile(string? content)
    {
        var path = Path.Combine(_folder.Path, "given.pem");
        if (content is not null)
        {
            File.WriteAllText(path, content);
        }

        var refusal = Should.Throw<CataloguedException>(() => CertificateFiles.LoadAuthorities(path));

        refusal.Entry.Code.ShouldBe("AZR1008");
        refusal.Detail.ShouldContain(path);
    }
}
