using Azsreg.Protocol;

namespace Azsreg.Operator.Stamps;

/// <summary>The stamp's cloud administrator.</summary>
/// <param name="UserName">As <c>DOMAIN\CloudAdmin</c>.</param>
/// <param name="Password">The password.</param>
public sealed record CloudAdminCredential(string UserName, Secret Password);
