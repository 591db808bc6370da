using System.Globalization;
using System.Security.Cryptography;
using Azsreg.Protocol;
using Azsreg.Stamp.Access;
using Azsreg.Stamp.Bridge;
using Azsreg.Stamp.Facts;
using Azsreg.Stamp.PrivilegedEndpoint;

namespace Azsreg.Stamp.Tokens;

/// <summary>Makes registration tokens: what the stamp says of itself to be registered.</summary>
internal sealed class RegistrationTokens(
    StampFacts facts,
    HostHardware hardware,
    RegistrationKeyPairs keyPairs,
    BridgeIdentityStore identities,
    StampAccess access,
    AuditLog audit,
    TimeProvider clock)
{
    private const string DefaultVersion = "3.0";

    /// <exception cref="CommandFailure">A value is wrong, or a host does not give its hardware information.</exception>
    public async Task<string> MakeAsync(StampCaller caller, RegistrationTokenRequest request, CancellationToken cancellationToken)
    {
        await access.DemandAsync(caller, StampActions.MakeToken, cancellationToken: cancellationToken);
        var version = VersionOf(request);
        var model = ModelOf(request);
        CheckBilling(request, model);
        var hosts = hardware.Read();
        var now = clock.GetUtcNow();
        using var identity = await FindBridgeAsync(request, cancellationToken);
        // A token without a bridge principal is one that leaves as a file.
        if (identity is null && facts.Version < StampVersions.Disconnected)
            throw new CommandFailure("StampTooOld", ErrorCatalogue.StampTooOld, StampVersions.DisconnectedRule(facts.Version));
        var token = new RegistrationToken
        {
            Version = version,
            CloudId = facts.CloudId.ToString(),
            ObjectId = identity?.ObjectId,
            DeploymentId = facts.DeploymentId.ToString(),
            StampVersion = facts.StampVersion,
            BillingModel = model.ToString(),
            AgreementNumber = NullIfEmpty(request.AgreementNumber),
            MsAssetTag = NullIfEmpty(request.MsAssetTag),
            MarketplaceSyndicationEnabled = request.MarketplaceSyndicationEnabled,
            UsageReportingEnabled = request.UsageReportingEnabled && model is not BillingModel.Capacity,
            HardwareInfo = hosts,
            RegionNames = [facts.Region],
            Issuer = "Microsoft.AzureStack",
            IssuedAt = now,
            Nonce = Convert.ToHexString(RandomNumberGenerator.GetBytes(16)),
        };
        await audit.WriteAsync(
            caller,
            StampActions.MakeToken,
            token.CloudId,
            "Succeeded",
            string.Create(CultureInfo.InvariantCulture, $"version {version}, {model}, usage {request.UsageReportingEnabled}, marketplace {request.MarketplaceSyndicationEnabled}"),
            cancellationToken);
        if (!token.MustBeSigned)
            return RegistrationTokenCodec.Encode(token);
        using var pair = await keyPairs.LoadOrCreateAsync(caller, cancellationToken);
        return RegistrationTokenCodec.EncodeSigned(token with { PublicKeyEndorsement = pair.Endorsement }, pair.Key);
    }

    /// <summary>
    /// The identity the token names; null for one that leaves as a file, also where an earlier registration had a line. Features are the bridge's work,
    /// so a token with one of them is for a line. Without features it is for a line where the principal was asked for since the last activation came
    /// or went, as the published procedure does before each token.
    /// </summary>
    private async Task<BridgeIdentity?> FindBridgeAsync(RegistrationTokenRequest request, CancellationToken cancellationToken)
    {
        var latest = await identities.LatestAsync(cancellationToken);
        if (latest is null || facts.Version < StampVersions.Disconnected || request.UsageReportingEnabled || request.MarketplaceSyndicationEnabled
            || await identities.AwaitsRegistrationAsync(latest.TenantId, cancellationToken))
        {
            return latest;
        }

        latest.Dispose();
        return null;
    }

    private string VersionOf(RegistrationTokenRequest request)
    {
        // Stamps from before the parameter made tokens of the first form.
        if (request.TokenVersion is null)
            return facts.Version < StampVersions.TokenVersion ? "1.0" : DefaultVersion;
        if (!RegistrationToken.Versions.Contains(request.TokenVersion))
            throw new CommandFailure("UnknownTokenVersion", $"Cannot make a registration token of version '{request.TokenVersion}'. Versions: {string.Join(", ", RegistrationToken.Versions)}.");
        if (request.TokenVersion == "6.0" && facts.Version <= StampVersions.LastWithToken4)
            throw new CommandFailure("UnknownTokenVersion", $"This stamp ({facts.StampVersion}) does not make registration tokens of version 6.0; later ones than {StampVersions.LastWithToken4} do.");
        return request.TokenVersion;
    }

    private static BillingModel ModelOf(RegistrationTokenRequest request) =>
        Enum.TryParse<BillingModel>(request.BillingModel, ignoreCase: true, out var model) && request.BillingModel.All(char.IsAsciiLetter)
            ? model
            : throw new CommandFailure(
                "InvalidBillingModel",
                $"Cannot make a registration token for the billing model '{request.BillingModel}'. Billing models: {string.Join(", ", Enum.GetNames<BillingModel>())}.");

    /// <summary>The rules of the model, all broken ones in one message. Capacity silently reports nothing, as the public client has it.</summary>
    private void CheckBilling(RegistrationTokenRequest request, BillingModel model)
    {
        // A token carries both switches as they are; off is also what a disconnected token says, so a rule on "off" is not the stamp's to judge.
        var problems = BillingRules.Check(new BillingRequest(
            model,
            request.UsageReportingEnabled ? true : null,
            NullIfEmpty(request.AgreementNumber),
            NullIfEmpty(request.MsAssetTag),
            facts.Version));
        if (problems.Count > 0)
            throw new CommandFailure(problems[0].Code, string.Join(" ", problems.Select(problem => problem.Message)));
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
