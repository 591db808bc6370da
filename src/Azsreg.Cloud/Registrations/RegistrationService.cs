using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Azsreg.ArmServer;
using Azsreg.Protocol;
using Microsoft.Extensions.Logging;

namespace Azsreg.Cloud.Registrations;

/// <summary>
/// Registers stamps. A cloud id is bound to one registration and a registration to one cloud id, until it is deleted. Each command is one
/// transaction, so that of two that come at once one wins whole.
/// </summary>
internal sealed partial class RegistrationService(
    RegistrationStore store, SubscriptionStore subscriptions, RegistrationOptions options, TimeProvider clock, ILogger<RegistrationService> log)
{
    /// <summary>Creates the registration or replaces its token.</summary>
    /// <returns>The registration and whether it is new.</returns>
    /// <exception cref="ArmException">The token, the billing model, the cloud id or a condition does not allow it.</exception>
    public async Task<(RegistrationRecord Record, bool Created)> PutAsync(
        ArmResourceId id, RegistrationChange change, CancellationToken cancellationToken)
    {
        var accepted = await ReadTokenAsync(id, change.Token ?? "", cancellationToken);
        var (record, created) = await store.TransactAsync(
            async (connection, transaction) =>
            {
                var existing = await RegistrationStore.FindAsync(connection, transaction, id);
                await LockStore.DemandNoneAsync(connection, transaction, id.ToString(), deletes: false);
                CheckConditions(existing, change);
                var made = await ApplyTokenAsync(connection, transaction, id, existing, accepted);
                made = made with { Tags = change.Tags ?? made.Tags };
                return (await SaveAsync(connection, transaction, existing, made), existing is null);
            },
            cancellationToken);
        Log.Registered(log, record.Id.ToString(), record.CloudId, record.BillingModel, created);
        return (record, created);
    }

    /// <summary>Changes tags, token or both of a registration there is.</summary>
    /// <exception cref="ArmException">It does not exist, or as with <see cref="PutAsync"/>.</exception>
    public async Task<RegistrationRecord> PatchAsync(ArmResourceId id, RegistrationChange change, CancellationToken cancellationToken)
    {
        var accepted = change.Token is { } token ? await ReadTokenAsync(id, token, cancellationToken) : null;
        return await store.TransactAsync(
            async (connection, transaction) =>
            {
                var existing = await RegistrationStore.FindAsync(connection, transaction, id) ?? throw ArmErrors.ResourceNotFound(id);
                await LockStore.DemandNoneAsync(connection, transaction, id.ToString(), deletes: false);
                CheckConditions(existing, change);
                var made = accepted is null ? existing : await ApplyTokenAsync(connection, transaction, id, existing, accepted);
                return await SaveAsync(connection, transaction, existing, made with { Tags = change.Tags ?? made.Tags });
            },
            cancellationToken);
    }

    /// <summary>Deletes the registration and sets its cloud id free.</summary>
    /// <param name="id">The registration.</param>
    /// <param name="ifMatch">The condition header, if any.</param>
    /// <param name="cancellationToken">Ends it before it is done.</param>
    /// <param name="withItsGroup">Whether its whole group goes, for which the locks were asked when that began.</param>
    /// <returns>False where there was none.</returns>
    public async Task<bool> DeleteAsync(ArmResourceId id, string? ifMatch, CancellationToken cancellationToken, bool withItsGroup = false)
    {
        var deleted = await store.TransactAsync(
            async (connection, transaction) =>
            {
                if (await RegistrationStore.FindAsync(connection, transaction, id) is not { } existing)
                    return false;
                if (!withItsGroup)
                    await LockStore.DemandNoneAsync(connection, transaction, id.ToString(), deletes: true);
                CheckConditions(existing, new RegistrationChange(null, null, ifMatch));
                await RegistrationStore.DeleteAsync(connection, transaction, existing);
                await CustomerSubscriptionStore.DeleteAllAsync(connection, transaction, existing.ResourceKey, clock.GetUtcNow());
                await RegistrationPeriods.CloseAsync(connection, transaction, existing, clock.GetUtcNow());
                return true;
            },
            cancellationToken);
        if (deleted)
            Log.Deleted(log, id.ToString());
        return deleted;
    }

    private async Task<AcceptedToken> ReadTokenAsync(ArmResourceId id, string text, CancellationToken cancellationToken)
    {
        RegistrationToken token;
        try
        {
            token = RegistrationTokenCodec.Decode(text);
        }
        catch (TokenFormatException fault)
        {
            throw RegistrationErrors.InvalidRegistrationToken(fault.Field, fault.Message, fault);
        }

        if (Version.Parse(token.Version) < Version.Parse(options.LowestTokenVersion))
        {
            throw RegistrationErrors.InvalidRegistrationToken(
                "version", $"A token of version {token.Version} is not accepted here; the lowest accepted is {options.LowestTokenVersion}.");
        }

        var model = Enum.Parse<BillingModel>(token.BillingModel, ignoreCase: true);
        var request = new BillingRequest(
            model,
            token.UsageReportingEnabled,
            token.AgreementNumber,
            token.MsAssetTag,
            Version.TryParse(token.StampVersion, out var stampVersion) ? stampVersion : null,
            (await subscriptions.FindAsync(id.SubscriptionId!, cancellationToken))?.QuotaId,
            // Only a stamp without a line has no bridge principal.
            Disconnected: string.IsNullOrEmpty(token.ObjectId),
            token.MarketplaceSyndicationEnabled);
        var problems = BillingRules.Check(request);
        if (problems.Count > 0)
            throw RegistrationErrors.BillingNotAllowed(problems);
        return new AcceptedToken(
            token with { UsageReportingEnabled = BillingRules.EffectiveUsageReporting(request) },
            model,
            // The hash of what the stamp made, whatever line wraps its journey gave it.
            Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(TransferText.Clean(text)))));
    }

    private async Task<RegistrationRecord> ApplyTokenAsync(
        DbConnection connection, DbTransaction transaction, ArmResourceId id, RegistrationRecord? existing, AcceptedToken accepted)
    {
        var token = accepted.Token;
        if (existing is not null && existing.CloudKey != RegistrationRecord.CloudKeyOf(token.CloudId))
            throw RegistrationErrors.CloudIdUpdateNotAllowed(existing.Name);
        var bound = await RegistrationStore.FindByCloudIdAsync(connection, transaction, token.CloudId);
        if (bound is not null && bound.ResourceKey != RegistrationRecord.KeyOf(id))
            throw RegistrationErrors.CloudIdAlreadyRegistered(token.CloudId);

        var now = clock.GetUtcNow();
        await CheckKeyAsync(connection, transaction, token, now);
        await CheckNonceAsync(connection, transaction, id, accepted, now);
        var names = new { Group = id.ResourceGroupName!, id.Name };
        if (existing is not null && existing.TokenHash == accepted.Hash)
            return existing with { ResourceGroup = names.Group, Name = names.Name };
        // The agreement is judged first: whoever is told to delete the ended registration must not find the way back closed.
        var end = await EndAsync(connection, transaction, id, accepted, now);
        if (existing?.ExpiresAt is { } ended && ended <= now)
            throw RegistrationErrors.RegistrationExpired(existing.Name, ended);
        return new RegistrationRecord
        {
            CloudId = token.CloudId,
            SubscriptionId = id.SubscriptionId!,
            ResourceGroup = names.Group,
            Name = names.Name,
            ObjectId = string.IsNullOrEmpty(token.ObjectId) ? null : token.ObjectId,
            BillingModel = accepted.Model.ToString(),
            AgreementNumber = token.AgreementNumber,
            MarketplaceSyndication = token.MarketplaceSyndicationEnabled,
            UsageReporting = token.UsageReportingEnabled,
            TokenFields = JsonSerializer.Serialize(token, ProtocolJson.Default.RegistrationToken),
            TokenHash = accepted.Hash,
            Tags = existing?.Tags ?? new Dictionary<string, string>(),
            Etag = existing?.Etag ?? "",
            ExpiresAt = end,
            CreatedAt = existing?.CreatedAt ?? now,
            UpdatedAt = existing?.UpdatedAt ?? now,
        };
    }

    // The key of a cloud id's first signed token is pinned; from then on only that key, or one it has endorsed, speaks for the stamp.
    private static async Task CheckKeyAsync(DbConnection connection, DbTransaction transaction, RegistrationToken token, DateTimeOffset now)
    {
        var pinned = await RegistrationStore.PinnedKeyAsync(connection, transaction, token.CloudId);
        if (pinned is not null && token.Signature is null)
            throw RegistrationErrors.InvalidRegistrationToken("signature", "This stamp has registered with a signed token before; an unsigned one is not accepted.");
        if (token.PublicKey is null || token.Signature is null || token.PublicKey == pinned)
            return;
        if (pinned is not null && !IsEndorsed(token, pinned))
        {
            throw RegistrationErrors.InvalidRegistrationToken(
                "publicKey", "The stamp's public key is not the one it first registered with, nor endorsed by that key. Set-RegistrationKeyPair makes an endorsed one.");
        }

        await RegistrationStore.PinKeyAsync(connection, transaction, token.CloudId, token.PublicKey, now);
    }

    private static bool IsEndorsed(RegistrationToken token, string pinned)
    {
        try
        {
            return RegistrationTokenCodec.IsEndorsedBy(token, pinned);
        }
        catch (TokenFormatException fault)
        {
            throw RegistrationErrors.InvalidRegistrationToken(fault.Field, fault.Message, fault);
        }
    }

    // A token is good for the registration it was first used for, again and again; a copy of it is good nowhere else.
    private static async Task CheckNonceAsync(
        DbConnection connection, DbTransaction transaction, ArmResourceId id, AcceptedToken accepted, DateTimeOffset now)
    {
        if (accepted.Token.Nonce is not { Length: > 0 } nonce)
            return;
        if (nonce.Length > 128)
            throw RegistrationErrors.InvalidRegistrationToken("nonce", "The nonce is longer than 128 characters.");
        var use = new RegistrationStore.TokenUse(accepted.Hash, RegistrationRecord.KeyOf(id));
        var former = await RegistrationStore.TokenUseAsync(connection, transaction, accepted.Token.CloudId, nonce);
        if (former is null)
            await RegistrationStore.AddTokenUseAsync(connection, transaction, accepted.Token.CloudId, nonce, use, now);
        else if (former != use)
            throw RegistrationErrors.InvalidRegistrationToken("nonce", "The token was used before, for another registration or with other content.");
    }

    /// <summary>When the activation will end; null where nothing does.</summary>
    /// <exception cref="ArmException">The agreement is unknown, has ended or is too small; all that is wrong with it is named.</exception>
    private static async Task<DateTimeOffset?> EndAsync(
        DbConnection connection, DbTransaction transaction, ArmResourceId id, AcceptedToken accepted, DateTimeOffset now)
    {
        if (accepted.Model != BillingModel.Capacity)
            return null;
        var number = accepted.Token.AgreementNumber!;
        if (await AgreementStore.FindAsync(connection, transaction, id.SubscriptionId!, number) is not { } agreement)
            throw RegistrationErrors.BillingNotAllowed([Problem("AgreementNotFound", $"The agreement {number} is not known for subscription {id.SubscriptionId}.")]);
        var problems = new List<BillingProblem>();
        if (agreement.EndsAt <= now)
            problems.Add(Problem("AgreementEnded", $"The agreement {number} ended on {agreement.EndsAt:yyyy-MM-dd}; renew it or give the number of its successor."));
        if (agreement.Cores is { } cores)
        {
            var taken = 0L;
            foreach (var fields in await RegistrationStore.TokensByAgreementAsync(connection, transaction, id.SubscriptionId!, number, accepted.Token.CloudId))
                taken += CoresOf(JsonSerializer.Deserialize(fields, ProtocolJson.Default.RegistrationToken)!);
            var needed = CoresOf(accepted.Token);
            if (taken + needed > cores)
            {
                var others = taken == 0 ? "" : $", and other stamps registered by it have {taken}";
                problems.Add(Problem("AgreementTooSmall", $"The agreement {number} covers {cores} physical cores; this stamp has {needed}{others}."));
            }
        }

        return problems.Count == 0 ? agreement.EndsAt : throw RegistrationErrors.BillingNotAllowed(problems);

        static BillingProblem Problem(string code, string message) => new(code, "agreementNumber", message);
    }

    private static long CoresOf(RegistrationToken token) => token.HardwareInfo.Sum(node => (long)Math.Max(0, node.NumCores));

    private async Task<RegistrationRecord> SaveAsync(
        DbConnection connection, DbTransaction transaction, RegistrationRecord? existing, RegistrationRecord made)
    {
        if (existing is not null && existing with { Tags = made.Tags } == made && SameTags(existing.Tags, made.Tags))
            return existing;
        made = made with { Etag = RegistrationEtag.Create(clock), UpdatedAt = clock.GetUtcNow() };
        if (existing is not null)
            await RegistrationStore.UpdateAsync(connection, transaction, made);
        else if (!await RegistrationStore.TryAddAsync(connection, transaction, made))
            throw RegistrationErrors.CloudIdAlreadyRegistered(made.CloudId);
        await RegistrationPeriods.OpenAsync(connection, transaction, made, made.UpdatedAt);
        return made;
    }

    private static bool SameTags(IReadOnlyDictionary<string, string> one, IReadOnlyDictionary<string, string> other) =>
        one.Count == other.Count && one.All(tag => other.TryGetValue(tag.Key, out var value) && value == tag.Value);

    // ARM RPC: If-Match on a missing resource and If-None-Match: * on an existing one both fail with 412.
    private static void CheckConditions(RegistrationRecord? existing, RegistrationChange change)
    {
        if (change.IfMatch is { Length: > 0 } match && (existing is null || !RegistrationEtag.Matches(match, existing.Etag)))
            throw ArmErrors.PreconditionFailed("If-Match", match);
        if (change.IfNoneMatch is { Length: > 0 } none && existing is not null && RegistrationEtag.Matches(none, existing.Etag))
            throw ArmErrors.PreconditionFailed("If-None-Match", none);
    }

    private sealed record AcceptedToken(RegistrationToken Token, BillingModel Model, string Hash);
}
