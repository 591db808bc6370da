using Azsreg.Protocol;

namespace Azsreg.Cloud.Registrations;

/// <summary>A registration as it lies in the store.</summary>
internal sealed record RegistrationRecord
{
    public required string CloudId { get; init; }
    public required string SubscriptionId { get; init; }
    public required string ResourceGroup { get; init; }
    public required string Name { get; init; }
    public string? ObjectId { get; init; }
    public required string BillingModel { get; init; }
    public string? AgreementNumber { get; init; }
    public required bool MarketplaceSyndication { get; init; }
    public required bool UsageReporting { get; init; }

    /// <summary>The accepted token as JSON; the activation key repeats its fields.</summary>
    public required string TokenFields { get; init; }

    public required string TokenHash { get; init; }
    public required IReadOnlyDictionary<string, string> Tags { get; init; }
    public required string Etag { get; init; }

    /// <summary>When the activation ends; null where it does not.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    public ArmResourceId Id => ArmResourceId.Registration(SubscriptionId, ResourceGroup, Name);

    public string ResourceKey => KeyOf(Id);

    public string CloudKey => CloudKeyOf(CloudId);

    public static string KeyOf(ArmResourceId id) => id.ToString().ToLowerInvariant();

    public static string CloudKeyOf(string cloudId) => cloudId.ToLowerInvariant();
}
