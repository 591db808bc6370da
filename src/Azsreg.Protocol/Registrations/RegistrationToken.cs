using System.Text.Json.Serialization;

namespace Azsreg.Protocol;

/// <summary>
/// What a stamp says of itself to be registered: base64 of UTF-8 JSON. Versions 1.0 and 3.0 are unsigned, 4.0 and 6.0
/// carry the stamp's public key and a signature over the rest. <see cref="RegistrationTokenCodec"/> reads and writes it.
/// </summary>
public sealed record RegistrationToken
{
    /// <summary>The token versions this system makes and reads.</summary>
    public static readonly IReadOnlyList<string> Versions = ["1.0", "3.0", "4.0", "6.0"];

    /// <summary>One of <see cref="Versions"/>.</summary>
    public string Version { get; init; } = "";

    /// <summary>The stamp's cloud id, which the registration is bound to for good.</summary>
    public string CloudId { get; init; } = "";

    /// <summary>The object id of the bridge's service principal; null for a disconnected stamp.</summary>
    public string? ObjectId { get; init; }

    /// <summary>The deployment's id.</summary>
    public string? DeploymentId { get; init; }

    /// <summary>The stamp's version, such as <c>1.2311.1.22</c>.</summary>
    public string? StampVersion { get; init; }

    /// <summary>The billing model's name.</summary>
    public string BillingModel { get; init; } = "";

    /// <summary>The enterprise agreement of Capacity; text, leading zeros kept.</summary>
    public string? AgreementNumber { get; init; }

    /// <summary>The asset tag of Custom.</summary>
    public string? MsAssetTag { get; init; }

    /// <summary>Whether the stamp will list and download marketplace items.</summary>
    public bool MarketplaceSyndicationEnabled { get; init; }

    /// <summary>Whether the stamp will report its usage.</summary>
    public bool UsageReportingEnabled { get; init; }

    /// <summary>One entry a node.</summary>
    public IReadOnlyList<HardwareInfo> HardwareInfo { get; init; } = [];

    /// <summary>The regions of the stamp.</summary>
    public IReadOnlyList<string>? RegionNames { get; init; }

    /// <summary>Who made the token.</summary>
    public string? Issuer { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? IssuedAt { get; init; }

    /// <summary>Makes each token its own, so that a copy used elsewhere is seen.</summary>
    public string? Nonce { get; init; }

    /// <summary>The stamp's public key: base64 of a DER SubjectPublicKeyInfo, an EC key on P-256. Signed versions only.</summary>
    public string? PublicKey { get; init; }

    /// <summary>
    /// After <c>Set-RegistrationKeyPair</c>: the former key's signature (base64, ECDSA P-256 with SHA-256, IEEE P1363) over the bytes
    /// of the new <see cref="PublicKey"/>, by which Azure accepts the new key.
    /// </summary>
    public string? PublicKeyEndorsement { get; init; }

    /// <summary>The signature over the rest: base64, ECDSA P-256 with SHA-256, IEEE P1363. Signed versions only.</summary>
    public string? Signature { get; init; }

    /// <summary>True for the versions that must be signed.</summary>
    [JsonIgnore]
    public bool MustBeSigned => Version is "4.0" or "6.0";
}
