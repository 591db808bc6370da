using System.Globalization;
using System.Text.Json;
using Azsreg.Protocol;

namespace Azsreg.Cloud.Registrations;

/// <summary>Makes the activation key of a registration: the token's fields, where the registration lies, and what the stamp must use.</summary>
internal sealed class ActivationKeyIssuer(ActivationSigningKeys keys, ActivationEndpoints endpoints)
{
    // Seven digits of the second, as recorded.
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    public Task<string> IssueAsync(RegistrationRecord record, CancellationToken cancellationToken)
    {
        var token = JsonSerializer.Deserialize(record.TokenFields, ProtocolJson.Default.RegistrationToken)!;
        var cloud = endpoints.Cloud().AbsoluteUri.TrimEnd('/');
        var key = new ActivationKey
        {
            SubscriptionId = record.SubscriptionId,
            ResourceGroupName = record.ResourceGroup,
            RegistrationName = record.Name,
            CertPinningRootSubjects = endpoints.RootSubjects,
            CertPinningIntermediateThumbprints = endpoints.IntermediateThumbprints,
            UsageEndpoint = cloud + "/usage/",
            // As recorded: without a slash at its end.
            MarketplaceEndpoint = cloud,
            UsageResourceUri = cloud + "/usage",
            MarketplaceResourceUri = cloud + "/",
            Expires = record.ExpiresAt is { } end
                ? end.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)
                : WellKnown.NeverExpires,
            CloudId = record.CloudId,
            ObjectId = record.ObjectId,
            BillingModel = record.BillingModel,
            HardwareInfo = token.HardwareInfo,
            RegionNames = token.RegionNames,
            AgreementNumber = record.AgreementNumber,
            MsAssetTag = token.MsAssetTag,
            UsageReportingEnabled = record.UsageReporting,
            MarketplaceSyndicationEnabled = record.MarketplaceSyndication,
            Issuer = token.Issuer,
            Version = token.Version,
        };
        return keys.SignAsync(key, cancellationToken);
    }
}
