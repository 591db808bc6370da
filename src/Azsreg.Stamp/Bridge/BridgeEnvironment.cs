using System.Security.Cryptography.X509Certificates;
using Azsreg.AzureClient;

namespace Azsreg.Stamp.Bridge;

/// <summary>An Azure the bridge can be joined to: its endpoints and the roots its certificates may come from.</summary>
/// <param name="Azure">Name and endpoints. The name is what <c>New-AzureBridgeServicePrincipal -AzureEnvironment</c> is given.</param>
/// <param name="TrustedRoots">Roots trusted there beside those of the system; empty for public Azure.</param>
public sealed record BridgeEnvironment(AzureEnvironment Azure, IReadOnlyList<X509Certificate2> TrustedRoots);
