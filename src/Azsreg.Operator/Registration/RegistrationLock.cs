using System.Diagnostics.CodeAnalysis;
using Azsreg.AzureClient;
using Azsreg.Operator.Registration.Steps;
using Azsreg.Protocol;

namespace Azsreg.Operator.Registration;

/// <summary>The lock <c>RegistrationResourceLock</c> on a registration, and those that are not ours to lift.</summary>
internal static class RegistrationLock
{
    public const string Level = "CanNotDelete";

    private static readonly TimeSpan RestoreTime = TimeSpan.FromSeconds(30);

    public static async Task<bool> IsSetAsync(RegistrationContext context, CancellationToken cancellation) =>
        await FindAsync(context.Azure, context.Id, cancellation) is not null;

    public static Task<ManagementLock?> FindAsync(AzureSide azure, ArmResourceId registration, CancellationToken cancellation) =>
        azure.Arm.Locks.TryGetAsync(registration.ToString(), WellKnown.RegistrationLockName, cancellation);

    public static Task LiftAsync(RegistrationContext context, CancellationToken cancellation) =>
        context.Azure.Arm.Locks.DeleteAsync(context.Id.ToString(), WellKnown.RegistrationLockName, cancellation);

    public static Task SetAsync(AzureSide azure, ArmResourceId registration, CancellationToken cancellation) => azure.Arm.Locks.PutAsync(
        registration.ToString(), WellKnown.RegistrationLockName, Level, WellKnown.RegistrationLockNotes(registration.Name), cancellation);

    /// <summary>Sets the lock again after a failure. Bounded, and silent on its own failure: the journal still says that it was lifted.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "Must not hide the failure that led here; the journal keeps the lock as lifted.")]
    public static async Task<bool> TryRestoreAsync(AzureSide azure, ArmResourceId registration, TimeProvider clock)
    {
        using var bound = new CancellationTokenSource(RestoreTime, clock);
        try
        {
            await SetAsync(azure, registration, bound.Token);
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }

    /// <summary>Refuses to go on where somebody's lock forbids to write. A CanNotDelete lock of theirs does not.</summary>
    /// <exception cref="CataloguedException">AZR2106, naming the lock.</exception>
    public static async Task DemandWritableAsync(RegistrationContext context, CancellationToken cancellation)
    {
        var scope = context.Existing is not null ? context.Id.ToString()
            : context.ResourceGroupLocation is not null ? context.GroupScope
            : context.SubscriptionScope;
        await DemandNoneAsync(context.Azure, context.Id, scope, one => one.Properties.Level == "ReadOnly", "written", cancellation);
    }

    /// <summary>Refuses to go on where somebody's lock forbids to remove the registration.</summary>
    /// <exception cref="CataloguedException">AZR2106, naming the lock.</exception>
    public static Task DemandRemovableAsync(AzureSide azure, ArmResourceId registration, CancellationToken cancellation) =>
        DemandNoneAsync(azure, registration, registration.ToString(), _ => true, "removed", cancellation);

    private static async Task DemandNoneAsync(
        AzureSide azure, ArmResourceId registration, string scope, Func<ManagementLock, bool> hinders, string what, CancellationToken cancellation)
    {
        try
        {
            await foreach (var one in azure.Arm.Locks.ListAsync(scope, cancellation))
            {
                if (!hinders(one) || !Reaches(one, registration) || IsOurs(one, registration)) continue;
                throw new CataloguedException(
                    ErrorCatalogue.LockedBySomeoneElse,
                    $"Lock '{one.Name}' ({one.Properties.Level}) keeps '{registration.Name}' from being {what}: {one.Id}"
                    + (one.Properties.Notes is { Length: > 0 } notes ? $"\nIts notes say: {notes}" : ""));
            }
        }
        catch (ArmException refused) when (refused.StatusCode == 403)
        {
            // Who may not list locks meets one, if there is one, when the write is refused; that error names it as well.
        }
    }

    /// <summary>True for the lock this program and the published client put on a registration.</summary>
    public static bool IsOurs(ManagementLock one, ArmResourceId registration) =>
        string.Equals(one.Name, WellKnown.RegistrationLockName, StringComparison.OrdinalIgnoreCase) && ScopeOf(one) is { } scope && scope.Equals(registration);

    /// <summary>A list also holds what lies beneath its scope; only locks on the registration and above it reach it.</summary>
    public static bool Reaches(ManagementLock one, ArmResourceId registration)
    {
        if (ScopeOf(one) is not { } scope) return true;
        for (var at = registration; at is not null; at = at.Parent)
        {
            if (at.Equals(scope)) return true;
        }

        return false;
    }

    private static ArmResourceId? ScopeOf(ManagementLock one) => ArmResourceId.TryParse(one.Id, out var id) ? id.Parent : null;
}
