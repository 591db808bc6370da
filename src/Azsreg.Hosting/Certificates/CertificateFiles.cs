using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Azsreg.Protocol;

namespace Azsreg.Hosting;

/// <summary>Certificates a person brings along as files: <c>--certificate</c>, <c>--key</c>, <c>--trust</c>.</summary>
public static class CertificateFiles
{
    private const long LargestFile = 1024 * 1024;

    /// <summary>Reads the authorities to trust from a PEM file with one certificate or several.</summary>
    /// <exception cref="CataloguedException">The file cannot be read or holds no certificate (AZR1008).</exception>
    public static IReadOnlyList<X509Certificate2> LoadAuthorities(string path) => Read<IReadOnlyList<X509Certificate2>>(
        path,
        () =>
        {
            var found = new X509Certificate2Collection();
            found.ImportFromPemFile(path);
            return found.Count > 0 ? [.. found] : throw new CryptographicException("it holds no certificate");
        });

    /// <summary>Reads a server's certificate and key from PEM files.</summary>
    /// <param name="certificatePath">The certificate as PEM.</param>
    /// <param name="keyPath">Its private key as PEM, without a password; where null, the key is in the certificate's file.</param>
    /// <exception cref="CataloguedException">A file cannot be read, or the key is not the certificate's (AZR1008).</exception>
    public static X509Certificate2 LoadServer(string certificatePath, string? keyPath) => Read(
        certificatePath,
        () =>
        {
            using var read = X509Certificate2.CreateFromPemFile(certificatePath, keyPath);

            // By way of PKCS #12: Windows' TLS takes no key that exists in memory only.
            return X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), password: null);
        });

    private static T Read<T>(string path, Func<T> read)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > LargestFile })
            {
                throw new CryptographicException("it is larger than 1 MiB");
            }

            return read();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new CataloguedException(ErrorCatalogue.CertificateFileUnreadable, $"'{path}': {exception.Message}", inner: exception);
        }
    }
}
