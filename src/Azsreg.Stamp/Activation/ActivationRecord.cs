using Azsreg.Protocol;

namespace Azsreg.Stamp.Activation;

/// <summary>The activation as the stamp keeps it: what the key said, where the registration lives and how to reach its Azure.</summary>
internal sealed record ActivationRecord
{
    public required Guid ActivationId { get; init; }

    /// <summary>ARM id of the registration in Azure.</summary>
    public required string RegistrationId { get; init; }

    /// <summary>Name of the Azure environment the bridge was joined to.</summary>
    public required string Environment { get; init; }

    /// <summary>Tenant of the bridge identity; null where there is none (disconnected).</summary>
    public string? TenantId { get; init; }

    public required string DisplayName { get; init; }

    public required string BillingModel { get; init; }

    /// <summary>Object id of the bridge's service principal as the key names it.</summary>
    public required string ObjectId { get; init; }

    public required string MarketplaceEndpoint { get; init; }

    public required string MarketplaceResourceUri { get; init; }

    public required string UsageEndpoint { get; init; }

    public required string UsageResourceUri { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public required bool MarketplaceSyndicationEnabled { get; init; }

    public required bool UsageReportingEnabled { get; init; }

    public required Secret ActivationKey { get; init; }

    public required string ActivatedAt { get; init; }

    /// <summary>Time of the last change; the entity tag is made of it.</summary>
    public required string ChangedAt { get; init; }

    /// <summary>What the key says that has no column of its own; null where it cannot be read any more.</summary>
    public ActivationKey? ReadKey()
    {
        try
        {
            return ActivationKeyCodec.Inspect(ActivationKey.Reveal()).Key;
        }
        catch (TokenFormatException)
        {
            return null;
        }
    }
}
