using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Azsreg.Operator.Stamps;
using Azsreg.Operator.Tests.SignIn;
using Azsreg.Protocol;

namespace Azsreg.Operator.Tests.Stamps;

/// <summary>The ways to a privileged endpoint over TLS: which sign-in, which proxy, whom it trusts.</summary>
public sealed class PrivilegedEndpointTransportTests : IAsyncLifetime
{
    private static readonly CloudAdminCredential Right = new(@"AZURESTACK\CloudAdmin", new Secret("right"));
    private readonly OperatorFolder _folder = new();
    private FakeEndpoint _endpoint = null!;
    private OperatorContext _operator = null!;

    public async ValueTask InitializeAsync()
    {
        _endpoint = await FakeEndpoint.StartAsync(_folder.Data);
        _operator = _folder.Open();
    }

    public async ValueTask DisposeAsync()
    {
        _operator.Dispose();
        await _endpoint.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Open_Proxy_GoesThroughIt()
    {
        await using var proxy = new ConnectProxy();
        await using (await OpenAsync(_endpoint.Entry with { Proxy = proxy.Url }))
        {
        }

        proxy.Requests.ShouldAllBe(line => line == $"CONNECT localhost:{_endpoint.Entry.PrivilegedEndpoint.Port} HTTP/1.1");
        // Connection, sign-in and every request of the session share one tunnel: so does a sign-in that belongs to the connection.
        proxy.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("403 Forbidden")]
    [InlineData("407 Proxy Authentication Required")]
    public async Task Open_ProxyRefuses_IsToldAsTheProxys(string refusal)
    {
        await using var proxy = new ConnectProxy { Refusal = refusal };

        var failure = await Should.ThrowAsync<CataloguedException>(() => OpenAsync(_endpoint.Entry with { Proxy = proxy.Url }));

        failure.Entry.ShouldBe(ErrorCatalogue.PrivilegedEndpointProxyRefused);
    }

    [Fact]
    public async Task Open_WrongFingerprint_TellsBothBeforeThePasswordLeaves()
    {
        var wanted = new string('0', 64);

        var failure = await Should.ThrowAsync<CataloguedException>(() => OpenAsync(_endpoint.Entry with { Fingerprint = wanted }));

        failure.Entry.ShouldBe(ErrorCatalogue.PrivilegedEndpointNotTrusted);
        failure.Detail.ShouldContain($"SHA-256 {_endpoint.Fingerprint}, and the one trusted is {wanted}");
        _endpoint.SignIns.ShouldBe(0);
    }

    [Fact]
    public async Task Open_AuthorityOfAnother_TellsTheFingerprintBeforeThePasswordLeaves()
    {
        var failure = await Should.ThrowAsync<CataloguedException>(() => OpenAsync(_endpoint.Entry with { TrustedAuthorities = [] }));

        failure.Entry.ShouldBe(ErrorCatalogue.PrivilegedEndpointNotTrusted);
        failure.Detail.ShouldContain(_endpoint.Fingerprint);
        _endpoint.SignIns.ShouldBe(0);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(PrivilegedEndpointAuthentication.Basic)]
    public async Task Open_EndpointOffersBasic_IsEntered(PrivilegedEndpointAuthentication? authentication)
    {
        await using var session = await OpenAsync(_endpoint.Entry with { Authentication = authentication });

        session.Address.Url.ShouldBe(_endpoint.Entry.PrivilegedEndpoint);
    }

    [Fact]
    public async Task Open_NegotiateIsWanted_SaysWhatIsOfferedBeforeThePasswordLeaves()
    {
        var failure = await Should.ThrowAsync<CataloguedException>(() => OpenAsync(
            _endpoint.Entry with { Authentication = PrivilegedEndpointAuthentication.Negotiate }));

        failure.Entry.ShouldBe(ErrorCatalogue.AuthenticationNotOffered);
        failure.Detail.ShouldContain("it offers Basic");
        _endpoint.SignIns.ShouldBe(0);
    }

    [Theory]
    [InlineData("pem")]
    [InlineData("two files")]
    [InlineData("pfx")]
    public async Task Open_ClientCertificate_NeedsNoPassword(string form)
    {
        var (entry, fingerprint) = WithCertificate(form);
        _endpoint.Certificates.Add(fingerprint);

        await using var session = await OpenAsync(entry, CloudAdminCredential.NotNeeded);

        (await StampFacts.ReadAsync(session, default))["NumberOfNodes"].ShouldBe(4);
    }

    [Fact]
    public async Task Open_ClientCertificateOfNobody_IsRefusedWithItsFile()
    {
        var (entry, _) = WithCertificate("pem");

        var failure = await Should.ThrowAsync<CataloguedException>(() => OpenAsync(entry, CloudAdminCredential.NotNeeded));

        failure.Entry.ShouldBe(ErrorCatalogue.ClientCertificateRefused);
        failure.Detail.ShouldContain(entry.ClientCertificate!);
    }

    [Fact]
    public async Task Open_ClientCertificatesFileIsGone_IsToldAsSuch()
    {
        var (entry, _) = WithCertificate("pem");
        File.Delete(entry.ClientCertificate!);

        (await Should.ThrowAsync<CataloguedException>(() => OpenAsync(entry, CloudAdminCredential.NotNeeded)))
            .Entry.ShouldBe(ErrorCatalogue.CertificateFileUnreadable);
    }

    [Fact]
    public async Task Enter_EveryField_ComesBack()
    {
        var (entry, _) = WithCertificate("two files");
        entry = entry with { Proxy = new Uri("http://proxy.contoso.example:3128/") };

        await _operator.Stamps.EnterAsync(entry);

        using var again = _folder.Open();
        var kept = again.Stamps.TryGet(entry.Name)!;
        (kept.Authentication, kept.ClientCertificate, kept.ClientKey, kept.Proxy).ShouldBe((entry.Authentication, entry.ClientCertificate, entry.ClientKey, entry.Proxy));
    }

    private async Task<PrivilegedEndpointSession> OpenAsync(StampEntry entry, CloudAdminCredential? credential = null) =>
        await _operator.PrivilegedEndpoints.OpenAsync([PrivilegedEndpointAddress.Of(entry)], credential ?? Right, default);

    private (StampEntry Entry, string Fingerprint) WithCertificate(string form)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest("CN=operator", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        var file = Path.Combine(_folder.Data.Path, "client." + (form == "pfx" ? "pfx" : "pem"));
        var keyFile = form == "two files" ? Path.Combine(_folder.Data.Path, "client.key") : null;
        if (form == "pfx")
            File.WriteAllBytes(file, certificate.Export(X509ContentType.Pkcs12));
        else
            File.WriteAllText(file, certificate.ExportCertificatePem() + (keyFile is null ? "\n" + key.ExportPkcs8PrivateKeyPem() : ""));
        if (keyFile is not null)
            File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
        var entry = _endpoint.Entry with
        {
            Authentication = PrivilegedEndpointAuthentication.Certificate, ClientCertificate = file, ClientKey = keyFile,
        };
        return (entry, certificate.GetCertHashString(HashAlgorithmName.SHA256));
    }
}
