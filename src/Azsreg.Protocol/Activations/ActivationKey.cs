namespace Azsreg.Protocol;

/// <summary>
/// What Azure hands a registered stamp: the token's fields, where the registration lies, and the endpoints and audiences
/// to use; on the wire a compact JWS signed with RS256. <see cref="ActivationKeyCodec"/> reads and writes it.
/// </summary>
public sealed record ActivationKey
{
    /// <summary>The subscription of the registration.</summary>
    public required string SubscriptionId { get; init; }

    /// <summary>The resource group of the registration.</summary>
    public required string ResourceGroupName { get; init; }

    /// <summary>The registration's name.</summary>
    public required string RegistrationName { get; init; }

    /// <summary>Subjects of the roots the stamp may meet at the endpoints.</summary>
    public IReadOnlyList<string> CertPinningRootSubjects { get; init; } = [];

    /// <summary>SHA-1 thumbprints of intermediates, as the real key has them.</summary>
    public IReadOnlyList<string> CertPinningIntermediateThumbprints { get; init; } = [];

    /// <summary>Where usage goes, ending with a slash.</summary>
    public string? UsageEndpoint { get; init; }

    /// <summary>Where products are listed: the ARM endpoint.</summary>
    public string? MarketplaceEndpoint { get; init; }

    /// <summary>The audience of tokens for <see cref="UsageEndpoint"/>.</summary>
    public string? UsageResourceUri { get; init; }

    /// <summary>The audience of tokens for <see cref="MarketplaceEndpoint"/>.</summary>
    public string? MarketplaceResourceUri { get; init; }

    /// <summary>When the key ends: round-trip text with 7-digit fractions, <see cref="WellKnown.NeverExpires"/> where it does not.</summary>
    public required string Expires { get; init; }

    /// <summary>The one stamp the key is for.</summary>
    public required string CloudId { get; init; }

    /// <summary>The object id of the bridge's service principal.</summary>
    public string? ObjectId { get; init; }

    /// <summary>The billing model's name.</summary>
    public required string BillingModel { get; init; }

    /// <summary>The token's nodes.</summary>
    public IReadOnlyList<HardwareInfo> HardwareInfo { get; init; } = [];

    /// <summary>The token's regions; left out where it named none.</summary>
    public IReadOnlyList<string>? RegionNames { get; init; }

    /// <summary>The token's agreement; left out where it named none.</summary>
    public string? AgreementNumber { get; init; }

    /// <summary>The token's asset tag; left out where it named none.</summary>
    public string? MsAssetTag { get; init; }

    /// <summary>Whether the stamp reports usage.</summary>
    public bool UsageReportingEnabled { get; init; }

    /// <summary>Whether the stamp lists and downloads marketplace items.</summary>
    public bool MarketplaceSyndicationEnabled { get; init; }

    /// <summary>Who made the token.</summary>
    public string? Issuer { get; init; }

    /// <summary>The token's version.</summary>
    public required string Version { get; init; }
}
