namespace Azsreg.Remoting.Server;

/// <summary>The arguments of one command after binding.</summary>
/// <param name="Bound">Declared parameters the caller gave.</param>
/// <param name="WithDefaults">All declared parameters.</param>
/// <param name="Common">The common ones.</param>
internal sealed record BoundArguments(
    IReadOnlyDictionary<string, object?> Bound, IReadOnlyDictionary<string, object?> WithDefaults, CommonArguments Common);
