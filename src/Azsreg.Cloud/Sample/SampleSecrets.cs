using Azsreg.Protocol;

namespace Azsreg.Cloud.Sample;

/// <summary>Secrets of the sample data beside the one password.</summary>
/// <param name="TotpSecret">The one-time code secret of <c>mfa@contoso.onmicrosoft.com</c>: Base32, six digits, 30 seconds (RFC 6238).</param>
/// <param name="AutomationSecret">The client secret of <c>azsreg-automation</c>.</param>
public sealed record SampleSecrets(Secret TotpSecret, Secret AutomationSecret);
