namespace Azsreg.Protocol;

/// <summary>What a stamp of this system tells with a downloaded item of which Azure lists a newer version by now.</summary>
/// <param name="NewestVersion">The version.</param>
/// <param name="NewestProduct">The product that has it, as it is downloaded by.</param>
public sealed record ProductUpdate(string NewestVersion, string NewestProduct);
