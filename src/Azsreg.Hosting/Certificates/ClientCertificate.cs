using System.Security.Cryptography.X509Certificates;

namespace Azsreg.Hosting;

/// <summary>A certificate to sign in with.</summary>
/// <param name="Certificate">The certificate, with its key.</param>
/// <param name="Chain">The authorities between it and a root, as far as they came with it.</param>
public sealed record ClientCertificate(X509Certificate2 Certificate, X509Certificate2Collection Chain) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        Certificate.Dispose();
        foreach (var authority in Chain)
            authority.Dispose();
    }
}
