using System.Security.Cryptography.X509Certificates;

namespace Azsreg.Stamp.Bridge;

/// <summary>The application and service principal by which the stamp is known in a tenant, and its certificate with the private key.</summary>
/// <remarks>While the certificate is being renewed, <c>Next</c> is the one that is to follow, and <c>FormerThumbprint</c> tells which one it has replaced
/// that the directory has not let go yet; <c>RenewalId</c> is that of the renewal asked for last.</remarks>
internal sealed record BridgeIdentity(
    string TenantId,
    string Environment,
    string DisplayName,
    string? ApplicationObjectId,
    string? ApplicationId,
    string? ObjectId,
    X509Certificate2 Certificate,
    DateTimeOffset NotAfter,
    X509Certificate2? Next = null,
    string? FormerThumbprint = null,
    string? RenewalId = null) : IDisposable
{
    public void Dispose()
    {
        Certificate.Dispose();
        Next?.Dispose();
    }
}
