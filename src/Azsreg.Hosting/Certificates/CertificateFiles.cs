using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Azsreg.Protocol;

namespace Azsreg.Hosting;

/// <summary>Certificates a person brings along as files: <c>--certificate</c>, <c>--key</c>, <c>--trust</c>, <c>--client-certificate</c>.</summary>
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

    /// <summary>Reads a certificate to sign in with, and the authorities that lie beside it in its file.</summary>
    /// <param name="certificatePath">The certificate as PEM, or certificate and key as PFX (PKCS #12) without a password.</param>
    /// <param name="keyPath">Its private key as PEM, without a password; where null, the key is in the certificate's file.</param>
    /// <exception cref="CataloguedException">A file cannot be read, holds no key, or the key is not the certificate's (AZR1008).</exception>
    public static ClientCertificate LoadClient(string certificatePath, string? keyPath) => Read(
        certificatePath,
        () =>
        {
            var isPem = File.ReadAllText(certificatePath).Contains("-----BEGIN ", StringComparison.Ordinal);
            var found = new X509Certificate2Collection();
            if (isPem)
                found.ImportFromPemFile(certificatePath);
            else if (keyPath is null)
                found = X509CertificateLoader.LoadPkcs12CollectionFromFile(certificatePath, password: null);
            else
                throw new CryptographicException("it is not PEM, and a PFX file holds its own key");
            if (isPem)
                return new ClientCertificate(LoadServer(certificatePath, keyPath), [.. found.Skip(1)]);
            var own = found.FirstOrDefault(certificate => certificate.HasPrivateKey) ?? throw new CryptographicException("it holds no private key");
            return new ClientCertificate(own, [.. found.Where(certificate => certificate != own)]);
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
