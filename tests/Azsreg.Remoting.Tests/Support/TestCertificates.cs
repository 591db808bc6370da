using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Azsreg.Remoting.Tests.Support;

/// <summary>Certificates made for a test.</summary>
internal static class TestCertificates
{
    /// <summary>One for localhost, or of another name, signed with its own key.</summary>
    public static X509Certificate2 SelfSigned(string key = "ECDSA", HashAlgorithmName? hash = null, string subject = "CN=localhost")
    {
        using var certificate = key == "ECDSA"
            ? Ec(hash ?? HashAlgorithmName.SHA256, subject)
            : Rsa(hash ?? HashAlgorithmName.SHA256, key == "RSA-PSS" ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1, subject);
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }

    private static X509Certificate2 Rsa(HashAlgorithmName hash, RSASignaturePadding padding, string subject)
    {
        using var key = RSA.Create(2048);
        return Make(new CertificateRequest(subject, key, hash, padding));
    }

    private static X509Certificate2 Ec(HashAlgorithmName hash, string subject)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Make(new CertificateRequest(subject, key, hash));
    }

    private static X509Certificate2 Make(CertificateRequest request) =>
        request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(80));
}
