using Azsreg.Protocol;

namespace Azsreg.Operator.Bundles;

/// <summary>A signer whose bundles are believed here.</summary>
/// <param name="Signer">The public key.</param>
/// <param name="Label">What a person called it.</param>
/// <param name="TrustedOn">Since when (UTC).</param>
public sealed record TrustedSigner(BundleSigner Signer, string Label, DateTimeOffset TrustedOn);
