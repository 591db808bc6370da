namespace Azsreg.Protocol;

/// <summary><c>{"error":{…}}</c>, the body of every failed ARM request.</summary>
/// <param name="Error">The error.</param>
public sealed record ArmErrorEnvelope(ArmError Error);
