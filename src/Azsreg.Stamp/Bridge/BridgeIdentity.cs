using System.Security.Cryptography.X509Certificates;

namespace Azsreg.Stamp.Bridge;

/// <summary>The application and service principal by which the stamp is known in a tenant, and its certificate with the private key.</summary>
internal sealed record BridgeIdentity(
    string TenantId,
    string Environment,
    string DisplayName,
    string? ApplicationObjectId,
    string? ApplicationId,
    string? ObjectId,
    X509Certificate2 Certificate,
    DateTimeOffset NotAfter) : IDisposable
{
    public void Dispose() => Certificate.Dispose();
}
