using Azsreg.Operator.Workflow;

namespace Azsreg.Operator.Registration;

/// <summary>What a run or a plan of <c>registration rotate-certificate</c> found and did.</summary>
/// <param name="Stamp">The stamp's name here.</param>
/// <param name="PrivilegedEndpointUrl">The address that was used.</param>
/// <param name="RegistrationName">The registration, which stays as it is.</param>
/// <param name="BridgeObjectId">The bridge's service principal, which stays as well.</param>
/// <param name="Thumbprint">The new certificate; null in a plan.</param>
/// <param name="NotAfter">The day it ends.</param>
/// <param name="Certificates">How many certificates the directory knows for the bridge; null where this account may not see it.</param>
/// <param name="Report">The plan and the timings.</param>
public sealed record CertificateOutcome(
    string Stamp, Uri? PrivilegedEndpointUrl, string RegistrationName, string BridgeObjectId, string? Thumbprint, string? NotAfter, int? Certificates,
    WorkflowReport Report);
