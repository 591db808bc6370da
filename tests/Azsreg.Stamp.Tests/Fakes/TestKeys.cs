using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Azsreg.Hosting;

namespace Azsreg.Stamp.Tests.Fakes;

/// <summary>Keys and certificates all tests share: making an RSA key takes longer than most of the tests.</summary>
internal static class TestKeys
{
    private static readonly (X509Certificate2 Root, X509Certificate2 Server) Certificates = Make();

    public static X509Certificate2 Root => Certificates.Root;

    public static X509Certificate2 Server => Certificates.Server;

    /// <summary>Signs activation keys.</summary>
    public static RSA Signing { get; } = RSA.Create(2048);

    private static (X509Certificate2 Root, X509Certificate2 Server) Make()
    {
        var folder = Directory.CreateTempSubdirectory("azsreg-stamp-ca-");
        try
        {
            var authority = LocalCertificateAuthority.LoadOrCreate(DataFolder.Open(folder.FullName), TimeProvider.System);
            return (authority.Root, authority.IssueServerCertificate(["localhost"], [IPAddress.Loopback]));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
