using System.Data.Common;
using Azsreg.Hosting;
using Azsreg.Protocol;
using Azsreg.Stamp.Access;
using Azsreg.Stamp.Admin;
using Azsreg.Stamp.Alerts;
using Azsreg.Stamp.Bridge;
using Azsreg.Stamp.Facts;
using Azsreg.Stamp.Marketplace;
using Azsreg.Stamp.PrivilegedEndpoint;
using Azsreg.Stamp.Usage;
using Dapper;

namespace Azsreg.Stamp.Activation;

/// <summary>Judges an activation key and keeps what it says. The activation, its alerts and the audit row change together or not at all.</summary>
internal sealed class ActivationService(
    SqlDatabase database,
    ActivationStore store,
    AlertStore alerts,
    AuditLog audit,
    StampAccess access,
    StampFacts facts,
    StampOptions options,
    TrustedActivationKeys trustedKeys,
    BridgeIdentityStore identities,
    HostHardware hardware,
    UsageSignal usage,
    TimeProvider clock)
{
    private const string DisplayName = "Azure Stack Activation";

    /// <summary>ARM id of the activation on the stamp.</summary>
    public string ResourceId =>
        $"/subscriptions/{facts.ProviderSubscriptionId}/resourceGroups/{WellKnown.ActivationResourceGroup}" +
        $"/providers/Microsoft.AzureBridge.Admin/activations/{WellKnown.ActivationName}";

    public async Task<ActivationRecord?> FindAsync(StampCaller caller, CancellationToken cancellationToken)
    {
        await access.DemandAsync(caller, StampActions.ReadActivation, ResourceId, cancellationToken);
        return await store.FindAsync(cancellationToken);
    }

    /// <summary>The activation, which must be there.</summary>
    /// <exception cref="ArmException">404.</exception>
    public async Task<ActivationRecord> RequireAsync(StampCaller caller, CancellationToken cancellationToken) =>
        await FindAsync(caller, cancellationToken)
        ?? throw (await store.GroupExistsAsync(cancellationToken)
            ? StampErrors.ResourceNotFound($"Microsoft.AzureBridge.Admin/activations/{WellKnown.ActivationName}", WellKnown.ActivationResourceGroup)
            : StampErrors.ResourceGroupNotFound(WellKnown.ActivationResourceGroup));

    /// <summary>Activates the stamp. A key that is in force already changes nothing.</summary>
    /// <exception cref="CommandFailure">The key is refused; the id says why.</exception>
    public async Task<ActivationRecord> ActivateAsync(StampCaller caller, Secret activationKey, CancellationToken cancellationToken)
    {
        await access.DemandAsync(caller, StampActions.WriteActivation, ResourceId, cancellationToken);
        ActivationKey key;
        try
        {
            key = await VerifyAsync(activationKey, cancellationToken);
        }
        catch (CommandFailure refusal)
        {
            await audit.WriteAsync(caller, StampActions.WriteActivation, ResourceId, "Failed", refusal.ErrorId, cancellationToken);
            throw;
        }

        using var identity = key.ObjectId is { Length: > 0 } objectId ? await identities.FindByObjectIdAsync(objectId, cancellationToken) : null;
        var activated = await database.TransactAsync(
            async (connection, transaction) =>
            {
                var former = await store.FindAsync(connection, transaction);
                var record = Compose(key, activationKey, identity, former);
                await BridgeIdentityStore.SettleAsync(connection, transaction);
                if (former is not null && former with { ChangedAt = record.ChangedAt } == record)
                    return former;
                await store.PutAsync(connection, transaction, record, facts.Region);
                if (former is not null && former.RegistrationId != record.RegistrationId)
                    await ProductStore.ClearAsync(connection, transaction);
                if (former?.ActivationId != record.ActivationId)
                    await UsageOutbox.DissolveAsync(connection, transaction);
                await BridgeHealthStore.ClearAsync(connection, transaction);
                await ReconcileAlertsAsync(connection, transaction, record);
                await audit.WriteAsync(connection, transaction, caller, StampActions.WriteActivation, ResourceId, "Succeeded", record.RegistrationId);
                return record;
            },
            cancellationToken);
        usage.ActivationChanged();
        return activated;
    }

    /// <summary>Ends the activation; true where there was one. What the marketplace knew of the registration goes with it.</summary>
    public async Task<bool> RemoveAsync(StampCaller caller, CancellationToken cancellationToken)
    {
        await access.DemandAsync(caller, StampActions.DeleteActivation, ResourceId, cancellationToken);
        return await database.TransactAsync(
            async (connection, transaction) =>
            {
                var former = await store.FindAsync(connection, transaction);
                await BridgeIdentityStore.SettleAsync(connection, transaction);
                if (former is null)
                    return false;
                await ActivationStore.DeleteAsync(connection, transaction);
                await ProductStore.ClearAsync(connection, transaction);
                await UsageOutbox.DissolveAsync(connection, transaction);
                await ReconcileAlertsAsync(connection, transaction, null);
                await audit.WriteAsync(connection, transaction, caller, StampActions.DeleteActivation, ResourceId, "Succeeded", former.RegistrationId);
                return true;
            },
            cancellationToken);
    }

    /// <summary>Gives the activation another name for people.</summary>
    public async Task<ActivationRecord?> RenameAsync(StampCaller caller, string displayName, CancellationToken cancellationToken)
    {
        await access.DemandAsync(caller, StampActions.WriteActivation, ResourceId, cancellationToken);
        return await database.TransactAsync(
            async (connection, transaction) =>
            {
                if (await store.FindAsync(connection, transaction) is not { } former)
                    return null;
                if (former.DisplayName == displayName)
                    return former;
                var record = former with { DisplayName = displayName, ChangedAt = Timestamp.Format(clock.GetUtcNow()) };
                await store.PutAsync(connection, transaction, record, facts.Region);
                await audit.WriteAsync(connection, transaction, caller, StampActions.WriteActivation, ResourceId, "Succeeded", "displayName");
                return record;
            },
            cancellationToken);
    }

    /// <summary>Keeps what the bridge saw of the registration, unless the stamp is activated with another one by now, and tells it by alerts.</summary>
    public Task KeepHealthAsync(BridgeHealth health, CancellationToken cancellationToken) =>
        database.TransactAsync(
            async (connection, transaction) =>
            {
                var activation = await store.FindAsync(connection, transaction);
                if (activation?.RegistrationId == health.RegistrationId)
                    await BridgeHealthStore.PutAsync(connection, transaction, health);
                await ReconcileAlertsAsync(connection, transaction, activation);
            },
            cancellationToken);

    /// <summary>Has usage batches numbered from 1 again, under another id; for a stamp that gives numbers commerce has seen already.</summary>
    public Task RenumberUsageAsync(CancellationToken cancellationToken) =>
        database.TransactAsync(
            async (connection, transaction) =>
            {
                if (await store.FindAsync(connection, transaction) is not { } former)
                    return;
                var now = clock.GetUtcNow();
                await store.PutAsync(connection, transaction, former with { ActivationId = Guid.CreateVersion7(now), ChangedAt = Timestamp.Format(now) }, facts.Region);
                await UsageOutbox.DissolveAsync(connection, transaction);
            },
            cancellationToken);

    /// <summary>How the hosts differ from those the activation's registration lists; null where they do not.</summary>
    public HardwareChange? HardwareChangeOf(ActivationRecord activation) =>
        HardwareChange.Between(activation.ReadKey()?.HardwareInfo ?? [], hardware.Present());

    /// <summary>Brings the alerts to where the activation stands by now.</summary>
    public Task ReconcileAlertsAsync(CancellationToken cancellationToken) =>
        database.TransactAsync(
            async (connection, transaction) => await ReconcileAlertsAsync(connection, transaction, await store.FindAsync(connection, transaction)),
            cancellationToken);

    private async Task ReconcileAlertsAsync(DbConnection connection, DbTransaction transaction, ActivationRecord? activation)
    {
        var now = clock.GetUtcNow();
        var conditions = ActivationAlerts.For(activation, now, options.ExpiryWarningDays);
        if (activation is not null)
        {
            var health = await BridgeHealthStore.FindAsync(connection, transaction, activation.RegistrationId);
            var reporting = await UsageBridgeStatus.ReadAsync(connection, transaction, activation, now);
            conditions = [.. conditions, .. BridgeAlerts.For(activation, health, HardwareChangeOf(activation), now), .. UsageAlerts.For(reporting, now)];
        }

        await alerts.ReconcileAsync(connection, transaction, conditions);
    }

    private async Task<ActivationKey> VerifyAsync(Secret activationKey, CancellationToken cancellationToken)
    {
        using var trusted = await trustedKeys.LoadAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var text = activationKey.Reveal();
        var problem = ActivationKeyCodec.Verify(text, trusted.Find, facts.CloudId.ToString(), now, out var key);
        switch (problem)
        {
            case ActivationKeyProblem.None:
                DemandVersion(key!);
                return key!;
            case ActivationKeyProblem.NotTrusted:
                throw new CommandFailure(
                    "ActivationKeyNotTrusted",
                    ErrorCatalogue.ActivationKeyNotTrusted,
                    $"this stamp trusts {trusted.KeyIds.Count} signing key(s), and the key's is none of them: {SignerOf(text)}.");
            case ActivationKeyProblem.Altered:
                throw new CommandFailure(
                    "ActivationKeyAltered", ErrorCatalogue.ActivationKeyAltered, $"its signature does not fit its content. It was to be signed by {SignerOf(text)}.");
            case ActivationKeyProblem.Foreign:
                throw new CommandFailure(
                    "ActivationKeyForeign", ErrorCatalogue.ActivationKeyForeign, $"it is for cloud id {key!.CloudId}; this stamp's is {facts.CloudId}.");
            case ActivationKeyProblem.Expired:
                throw new CommandFailure(
                    "ActivationKeyExpired", ErrorCatalogue.ActivationKeyExpired, $"it ended at {key!.Expires}; the stamp's time is {Timestamp.Format(now)}.");
            default:
                throw new CommandFailure(
                    "ActivationKeyMalformed", ErrorCatalogue.ActivationKeyMalformed, "it is not a signed key in compact form, or a part is missing.");
        }
    }

    /// <summary>A key without a bridge principal is of a disconnected registration, which earlier stamps do not have.</summary>
    private void DemandVersion(ActivationKey key)
    {
        if (string.IsNullOrEmpty(key.ObjectId) && facts.Version < StampVersions.Disconnected)
            throw new CommandFailure("StampTooOld", ErrorCatalogue.StampTooOld, StampVersions.DisconnectedRule(facts.Version));
    }

    private static string SignerOf(string text) => $"key {ActivationKeyCodec.Inspect(text).KeyId}";

    private ActivationRecord Compose(ActivationKey key, Secret text, BridgeIdentity? identity, ActivationRecord? former)
    {
        var now = clock.GetUtcNow();
        var registrationId = ArmResourceId.Registration(key.SubscriptionId, key.ResourceGroupName, key.RegistrationName).ToString();
        var same = former is not null && former.RegistrationId.Equals(registrationId, StringComparison.OrdinalIgnoreCase);
        return new ActivationRecord
        {
            // Usage batches are numbered per activation: a renewed key of the same registration goes on counting.
            ActivationId = same ? former!.ActivationId : Guid.CreateVersion7(now),
            RegistrationId = registrationId,
            Environment = identity?.Environment ?? options.DefaultAzureEnvironment,
            TenantId = identity?.TenantId,
            DisplayName = same ? former!.DisplayName : DisplayName,
            BillingModel = key.BillingModel,
            ObjectId = key.ObjectId ?? "",
            MarketplaceEndpoint = key.MarketplaceEndpoint ?? "",
            MarketplaceResourceUri = key.MarketplaceResourceUri ?? "",
            UsageEndpoint = key.UsageEndpoint ?? "",
            UsageResourceUri = key.UsageResourceUri ?? "",
            ExpiresAt = ActivationKeyCodec.ExpiresAt(key),
            MarketplaceSyndicationEnabled = key.MarketplaceSyndicationEnabled,
            UsageReportingEnabled = key.UsageReportingEnabled,
            ActivationKey = new Secret(TransferText.Clean(text.Reveal())),
            ActivatedAt = same ? former!.ActivatedAt : Timestamp.Format(now),
            ChangedAt = Timestamp.Format(now),
        };
    }
}
