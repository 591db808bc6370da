namespace Azsreg.Protocol;

/// <summary>The answer of <c>getactivationkey</c>.</summary>
/// <param name="ActivationKey">The key in compact form.</param>
public sealed record ActivationKeyResult(string ActivationKey);
