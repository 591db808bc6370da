using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Azsreg.Stamp.Tests.Fakes;

/// <summary>An authority for client certificates, made for a test.</summary>
internal sealed class TestAuthority : IDisposable
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public TestAuthority(DateTimeOffset now, string name = "CN=Operators CA")
    {
        Now = now;
        var request = new CertificateRequest(name, _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        Root = request.CreateSelfSigned(now.AddDays(-30), now.AddDays(30));
    }

    public DateTimeOffset Now { get; }

    public X509Certificate2 Root { get; }

    public string RootFingerprint => Root.GetCertHashString(HashAlgorithmName.SHA256);

    public X509Certificate2 Issue(string subject, string? upn = null, bool forServers = false, int fromDays = -1, int toDays = 1)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(forServers ? ServerAuthentication : ClientAuthentication)], false));
        if (upn is not null)
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddUserPrincipalName(upn);
            request.CertificateExtensions.Add(names.Build());
        }

        using var certificate = request.Create(Root, Now.AddDays(fromDays), Now.AddDays(toDays), Encoding.ASCII.GetBytes(subject)[..8]);
        using var whole = certificate.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
    }

    public void Dispose()
    {
        Root.Dispose();
        _key.Dispose();
    }
}
