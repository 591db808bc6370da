namespace Azsreg.Protocol;

/// <summary>The body of a registration's PUT and PATCH.</summary>
/// <param name="Location"><c>Global</c>.</param>
/// <param name="Properties">The token.</param>
public sealed record RegistrationParameter(string Location, RegistrationParameterProperties Properties);
