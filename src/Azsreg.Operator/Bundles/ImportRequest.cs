namespace Azsreg.Operator.Bundles;

/// <summary>What to import, and from where.</summary>
public sealed record ImportRequest
{
    /// <summary>The bundle's folder.</summary>
    public required string Folder { get; init; }

    /// <summary>Ids of items; none takes all of the bundle. What they need comes along.</summary>
    public IReadOnlyList<string> Select { get; init; } = [];

    /// <summary>A signer's fingerprint to believe from now on.</summary>
    public string? TrustSigner { get; init; }
}
