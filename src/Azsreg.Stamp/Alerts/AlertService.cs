using Azsreg.Hosting;
using Azsreg.Stamp.Access;
using Azsreg.Stamp.Facts;

namespace Azsreg.Stamp.Alerts;

/// <summary>What people see and do of alerts.</summary>
internal sealed class AlertService(SqlDatabase database, AlertStore store, StampAccess access, AuditLog audit, StampFacts facts)
{
    public string RegionHealthId =>
        $"/subscriptions/{facts.ProviderSubscriptionId}/resourceGroups/{facts.HealthResourceGroup}/providers/Microsoft.InfrastructureInsights.Admin/regionHealths/{facts.Region}";

    public async Task<IReadOnlyList<StampAlert>> ListAsync(StampCaller caller, AlertFilter filter, CancellationToken cancellationToken)
    {
        await access.DemandAsync(caller, StampActions.ReadAlerts, RegionHealthId, cancellationToken);
        return [.. (await store.ListAsync(null, cancellationToken)).Where(filter.Matches)];
    }

    public async Task<StampAlert?> FindAsync(StampCaller caller, Guid id, CancellationToken cancellationToken)
    {
        await access.DemandAsync(caller, StampActions.ReadAlerts, RegionHealthId, cancellationToken);
        return await store.FindAsync(id, cancellationToken);
    }

    /// <summary>Closes an alert. Where its cause stands, the next heartbeat raises it anew.</summary>
    public async Task<StampAlert?> CloseAsync(StampCaller caller, Guid id, string alias, CancellationToken cancellationToken)
    {
        await access.DemandAsync(caller, StampActions.WriteAlerts, RegionHealthId, cancellationToken);
        await database.TransactAsync(
            async (connection, transaction) =>
            {
                await store.CloseAsync(connection, transaction, id, alias);
                await audit.WriteAsync(connection, transaction, caller, StampActions.WriteAlerts, id.ToString(), "Succeeded", $"closed by {alias}");
            },
            cancellationToken);
        return await store.FindAsync(id, cancellationToken);
    }
}
