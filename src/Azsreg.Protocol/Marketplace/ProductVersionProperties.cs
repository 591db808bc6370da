namespace Azsreg.Protocol;

/// <summary>The inner <c>productProperties</c>.</summary>
/// <param name="Version">The product's version.</param>
public sealed record ProductVersionProperties(string Version);
