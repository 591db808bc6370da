using Azsreg.AzureClient;
using Azsreg.Protocol;
using Azsreg.Stamp.Activation;
using Azsreg.Stamp.PrivilegedEndpoint;

namespace Azsreg.Stamp.Bridge;

/// <summary>
/// Looks at the registration with the bridge's own eyes: its service principal signs in anew, reads the registration by its role, and the lock
/// where it may. What then fails is what marketplace and usage would fail with.
/// </summary>
internal sealed class BridgeCheck(BridgeArm arm, TimeProvider clock)
{
    public async Task<BridgeHealth> LookAsync(ActivationRecord activation, BridgeHealth? former, CancellationToken cancellationToken)
    {
        var (fault, detail) = await FindFaultAsync(activation, cancellationToken);
        var now = clock.GetUtcNow();
        var seen = fault is BridgeFault.None or BridgeFault.LockMissing or BridgeFault.PrincipalReplaced;
        return new BridgeHealth(activation.RegistrationId, now, seen ? now : former?.LastContactAt, fault, detail);
    }

    private async Task<(BridgeFault Fault, string? Detail)> FindFaultAsync(ActivationRecord activation, CancellationToken cancellationToken)
    {
        try
        {
            await arm.SignInAsync(activation, cancellationToken);
        }
        catch (CataloguedException refused)
        {
            return (refused.Entry.Kind == FailureKind.SignInOrRights ? BridgeFault.PrincipalRefused : BridgeFault.NotReached, $"{refused.Entry.Code} {refused.Detail}");
        }
        catch (CommandFailure unknown)
        {
            return (BridgeFault.NotReached, unknown.Message);
        }

        try
        {
            var client = arm.Open(activation);
            var id = ArmResourceId.Parse(activation.RegistrationId);
            if (await client.Registrations.TryGetAsync(id, cancellationToken) is not { } registration)
                return (BridgeFault.RegistrationGone, null);
            if (!string.Equals(registration.Properties.ObjectId, activation.ObjectId, StringComparison.OrdinalIgnoreCase))
                return (BridgeFault.PrincipalReplaced, registration.Properties.ObjectId);
            return (await IsLockedAsync(client, id, cancellationToken) == false ? BridgeFault.LockMissing : BridgeFault.None, null);
        }
        catch (ArmException refused)
        {
            return (refused.StatusCode is 401 or 403 ? BridgeFault.NotAuthorized : BridgeFault.NotReached, $"{refused.Error.Code}: {refused.Error.Message}");
        }
        catch (CataloguedException lost)
        {
            return (BridgeFault.NotReached, $"{lost.Entry.Code} {lost.Detail}");
        }
    }

    /// <summary>Null where the bridge may not read locks; the built-in role does not let it.</summary>
    private static async Task<bool?> IsLockedAsync(ArmClient client, ArmResourceId id, CancellationToken cancellationToken)
    {
        try
        {
            return await client.Locks.TryGetAsync(id.ToString(), WellKnown.RegistrationLockName, cancellationToken) is not null;
        }
        catch (ArmException refused) when (refused.StatusCode is 401 or 403)
        {
            return null;
        }
    }
}
