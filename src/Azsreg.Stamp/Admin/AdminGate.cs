using Azsreg.ArmServer;
using Azsreg.Stamp.Access;
using Azsreg.Stamp.Facts;

namespace Azsreg.Stamp.Admin;

/// <summary>What the ARM pipeline asks of a stamp: its one subscription, and who may do what there.</summary>
internal sealed class AdminGate(StampFacts facts, StampAccess access, AuditLog audit) : IArmAuthorization, IArmSubscriptions
{
    private readonly ArmSubscription _provider = new(facts.ProviderSubscriptionId.ToString(), facts.AdminTenantId.ToString());

    public async ValueTask<bool> CheckAsync(ArmCaller caller, string action, string scope, CancellationToken cancellationToken)
    {
        var asking = AdminCaller.Of(caller);
        if (await access.MayAsync(asking, action, cancellationToken))
            return true;
        await audit.WriteAsync(asking, action, scope, "Refused", cancellationToken: cancellationToken);
        return false;
    }

    public ValueTask<ArmSubscription?> FindAsync(string subscriptionId, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_provider.SubscriptionId.Equals(subscriptionId, StringComparison.OrdinalIgnoreCase) ? _provider : null);
}
