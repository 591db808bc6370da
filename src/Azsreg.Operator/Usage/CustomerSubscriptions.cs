using Azsreg.AzureClient;
using Azsreg.Operator.Registration;
using Azsreg.Operator.SignIn;
using Azsreg.Protocol;

namespace Azsreg.Operator.Usage;

/// <summary>Which tenant's usage is billed to which Azure subscription.</summary>
public sealed class CustomerSubscriptions(AzureSession session, Protocol.Registration registration)
{
    private readonly ArmResourceId _registration = ArmResourceId.Parse(registration.Id);

    /// <summary>The mappings, by tenant.</summary>
    public async Task<IReadOnlyList<CustomerSubscription>> ListAsync(CancellationToken cancellationToken)
    {
        var found = new List<CustomerSubscription>();
        try
        {
            await foreach (var one in session.Arm.CustomerSubscriptions.ListAsync(_registration, cancellationToken)) found.Add(one);
        }
        catch (ArmException refused)
        {
            throw Translate(refused);
        }

        return [.. found.OrderBy(one => one.Properties.TenantId, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>Maps a tenant.</summary>
    public async Task AddAsync(Guid subscriptionId, Guid tenantId, CancellationToken cancellationToken)
    {
        try
        {
            await session.Arm.CustomerSubscriptions.AddAsync(_registration, subscriptionId, tenantId, cancellationToken);
        }
        catch (ArmException refused)
        {
            throw Translate(refused);
        }
    }

    /// <summary>Removes a mapping. The lock of the registration, which keeps what lies beneath it from being deleted too, is lifted meanwhile where it is ours.</summary>
    /// <exception cref="CataloguedException">There is none (AZR7010), or somebody else's lock is in the way (AZR2106).</exception>
    public async Task RemoveAsync(Guid subscriptionId, CancellationToken cancellationToken)
    {
        try
        {
            if (!await RemoveUnderTheLockAsync(subscriptionId, cancellationToken))
                throw new CataloguedException(ErrorCatalogue.CustomerSubscriptionMissing, $"{subscriptionId} is not mapped on '{_registration.Name}'.");
        }
        catch (ArmException refused)
        {
            throw Translate(refused);
        }
    }

    private async Task<bool> RemoveUnderTheLockAsync(Guid subscriptionId, CancellationToken cancellationToken)
    {
        var (customers, locks, scope) = (session.Arm.CustomerSubscriptions, session.Arm.Locks, _registration.ToString());
        try
        {
            return await customers.RemoveAsync(_registration, subscriptionId, cancellationToken);
        }
        catch (ArmException locked) when (locked.Error.Code == "ScopeLocked")
        {
            if (!await locks.DeleteAsync(scope, WellKnown.RegistrationLockName, cancellationToken))
                throw;
        }

        try
        {
            return await customers.RemoveAsync(_registration, subscriptionId, cancellationToken);
        }
        finally
        {
            // Also where the removal was given up: a registration stays locked.
            await locks.PutAsync(scope, WellKnown.RegistrationLockName, RegistrationLock.Level, WellKnown.RegistrationLockNotes(_registration.Name), CancellationToken.None);
        }
    }

    /// <summary>Who will be billed for what: every subscription of the stamp with the Azure subscription its usage goes to.</summary>
    public async Task<IReadOnlyList<BillingPreviewRow>> PreviewAsync(StampUsageSide stamp, UsageRange range, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stamp);
        var mapped = registration.Properties.BillingModel == nameof(BillingModel.PayAsYouUse) ? await ListAsync(cancellationToken) : [];
        var totals = (await stamp.ListTotalsAsync(range, cancellationToken)).ToLookup(row => row.SubscriptionId, StringComparer.OrdinalIgnoreCase);
        return
        [
            .. (await stamp.ListSubscriptionsAsync(cancellationToken)).Select(one =>
            {
                var customer = mapped.FirstOrDefault(candidate => one.TenantId is not null && string.Equals(candidate.Properties.TenantId, one.TenantId, StringComparison.OrdinalIgnoreCase));
                var own = totals[one.SubscriptionId].ToList();
                return new BillingPreviewRow(
                    one.SubscriptionId, one.DisplayName, one.TenantId, one.DeletedAt is not null, (customer is null ? null : CustomerSubscriptionOperations.SubscriptionOf(customer)) ?? _registration.SubscriptionId!, customer is not null,
                    own.Sum(row => row.Records), own.Select(row => UsageMeters.KeyOf(row.MeterId)).Distinct().Count());
            }),
        ];
    }

    private static CataloguedException Translate(ArmException refused) => refused.Error.Code switch
    {
        "RegistrationNotFound" => new(ErrorCatalogue.RegistrationNotFound, refused.Error.Message, inner: refused),
        "CustomerSubscriptionNotFound" => new(ErrorCatalogue.CustomerSubscriptionMissing, refused.Error.Message, inner: refused),
        "BadCustomerSubscriptionId" or "InvalidCustomerSubscriptionId" or "UnauthorizedCspRegistration" or "CustomerSubscriptionsNotAllowed" or "InvalidCSPSubscription" =>
            new(ErrorCatalogue.CustomerSubscriptionRefused, $"{refused.Error.Code}: {refused.Error.Message}", inner: refused),
        _ => FailureTranslation.Translate(refused),
    };
}
