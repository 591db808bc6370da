using Azsreg.Protocol;
using Azsreg.Stamp.Access;
using Azsreg.Stamp.Activation;

namespace Azsreg.Stamp.Marketplace;

/// <summary>What must hold before Azure's marketplace is asked anything: rights, and an activation that has a marketplace.</summary>
internal sealed class MarketplaceGate(ActivationService activations, StampAccess access, TimeProvider clock)
{
    /// <exception cref="ArmException">The caller may not; or the stamp is not registered, expired, disconnected, or its syndication is off.</exception>
    public async Task<ActivationRecord> RequireAsync(StampCaller caller, string action, CancellationToken cancellationToken)
    {
        await access.DemandAsync(caller, action, activations.ResourceId, cancellationToken);
        ActivationRecord activation;
        try
        {
            activation = await activations.RequireAsync(caller, cancellationToken);
        }
        catch (ArmException missing) when (missing.StatusCode == 404)
        {
            throw MarketplaceErrors.NotRegistered(missing);
        }

        if (activation.ExpiresAt <= clock.GetUtcNow())
            throw MarketplaceErrors.Expired(activation);
        if (activation.ObjectId.Length == 0)
            throw MarketplaceErrors.Disconnected();
        return activation.MarketplaceSyndicationEnabled ? activation : throw MarketplaceErrors.SwitchedOff();
    }
}
