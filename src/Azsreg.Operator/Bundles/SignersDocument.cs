namespace Azsreg.Operator.Bundles;

/// <summary><c>operator/bundle-signers.json</c>.</summary>
internal sealed record SignersDocument(IReadOnlyList<TrustedSigner> Signers)
{
    public static SignersDocument Empty { get; } = new([]);
}
