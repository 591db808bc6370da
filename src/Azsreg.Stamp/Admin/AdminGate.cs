using Azsreg.ArmServer;
using Azsreg.Stamp.Access;
using Azsreg.Stamp.Facts;
using Azsreg.Stamp.Usage;

namespace Azsreg.Stamp.Admin;

/// <summary>What the ARM pipeline asks of a stamp: its own subscription and those of tenants that have usage, and who may do what there.</summary>
internal sealed class AdminGate(StampFacts facts, StampAccess access, AuditLog audit, UsageAggregates usage) : IArmAuthorization, IArmSubscriptions
{
    private readonly ArmSubscription _provider = new(facts.ProviderSubscriptionId.ToString(), facts.AdminTenantId.ToString());

    public async ValueTask<bool> CheckAsync(ArmCaller caller, string action, string scope, CancellationToken cancellationToken)
    {
        var asking = AdminCaller.Of(caller);
        if (IsOffered(action, scope) && await access.MayAsync(asking, action, cancellationToken))
            return true;
        await audit.WriteAsync(asking, action, scope, "Refused", cancellationToken: cancellationToken);
        return false;
    }

    public async ValueTask<ArmSubscription?> FindAsync(string subscriptionId, CancellationToken cancellationToken)
    {
        if (_provider.SubscriptionId.Equals(subscriptionId, StringComparison.OrdinalIgnoreCase))
            return _provider;
        return Guid.TryParseExact(subscriptionId, "D", out var id) && await usage.IsTenantSubscriptionAsync(id, cancellationToken)
            ? _provider with { SubscriptionId = id.ToString() }
            : null;
    }

    /// <summary>Of a tenant's subscription only its usage is told; all else is done at the Default Provider Subscription.</summary>
    private bool IsOffered(string action, string scope) =>
        action == StampActions.ReadTenantUsage || !scope.StartsWith("/subscriptions/", StringComparison.OrdinalIgnoreCase)
        || scope.StartsWith(access.Scope, StringComparison.OrdinalIgnoreCase);
}
