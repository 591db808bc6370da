namespace Azsreg.ArmServer.Authentication;

internal sealed record ValidatedToken(ArmCaller Caller, string Issuer);
