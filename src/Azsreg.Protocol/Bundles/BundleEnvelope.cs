namespace Azsreg.Protocol;

/// <summary>
/// The text of <c>manifest.json</c>: a DSSE envelope (Dead Simple Signing Envelope 1.0). What is signed travels as base64 of its exact bytes,
/// so that an editor's mark, line ends or another encoding of the file around it change nothing.
/// </summary>
internal sealed record BundleEnvelope
{
    public required string PayloadType { get; init; }

    public required string Payload { get; init; }

    public required IReadOnlyList<BundleSignature> Signatures { get; init; }
}

/// <summary>One signature of the envelope. The public key is ours beside the standard's two, and holds no claim: the key id is its hash.</summary>
internal sealed record BundleSignature
{
    public required string Keyid { get; init; }

    public required string Sig { get; init; }

    public required string PublicKey { get; init; }
}
