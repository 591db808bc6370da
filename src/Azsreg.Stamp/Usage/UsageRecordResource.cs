using System.Security.Cryptography;
using System.Text.Json;
using Azsreg.Protocol;

namespace Azsreg.Stamp.Usage;

/// <summary>What a record says of its resource; the same hour for hour until somebody changes the resource.</summary>
internal sealed record UsageRecordResource(string SubscriptionId, string? TenantId, string ResourceUri, string Location, string? Tags, string? AdditionalInfo)
{
    public static UsageRecordResource Of(UsageRecord record) =>
        new(record.SubscriptionId, record.TenantId, record.ResourceUri, record.Location, record.Tags, record.AdditionalInfo);

    /// <summary>SHA-256 of all of it, in hex.</summary>
    public string Fingerprint() => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this)));
}
