namespace Azsreg.Protocol;

/// <summary>The one property of a registration's PUT.</summary>
/// <param name="RegistrationToken">The token, as the stamp made it.</param>
public sealed record RegistrationParameterProperties(string RegistrationToken);
