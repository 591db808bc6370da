namespace Azsreg.Protocol;

/// <summary>Whether a product goes with a stamp.</summary>
/// <param name="IsCompatible">It does.</param>
/// <param name="Message"><c>None</c> where it does.</param>
/// <param name="Description"><c>None</c> where it does.</param>
/// <param name="Issues">Values of the service's CompatibilityIssue, such as <c>HigherDeviceVersionRequired</c>.</param>
public sealed record ProductCompatibility(bool IsCompatible, string Message, string Description, IReadOnlyList<string> Issues);
