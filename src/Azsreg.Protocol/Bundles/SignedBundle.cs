namespace Azsreg.Protocol;

/// <summary>A manifest as it was read, and who is to have signed it.</summary>
/// <param name="Manifest">The content. Not to be used unless <paramref name="IsSignatureWhole"/> and the signer is trusted; a look is free.</param>
/// <param name="Signer">The key it names.</param>
/// <param name="IsSignatureWhole">Whether that key's signature fits every byte of the content.</param>
public sealed record SignedBundle(BundleManifest Manifest, BundleSigner Signer, bool IsSignatureWhole);
