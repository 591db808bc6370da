using Azsreg.Operator.Accounts;
using Azsreg.Operator.SignIn;
using Azsreg.Protocol;

namespace Azsreg.Operator.Registration;

/// <summary>Looks for a stamp's registration in the subscriptions that are not in use.</summary>
internal static class OtherSubscriptions
{
    /// <summary>Each costs a request; who sees more than these has somebody who knows where the stamps are.</summary>
    private const int Most = 50;

    /// <summary>Looks in those the account in use sees.</summary>
    /// <returns>Where it is; null where no subscription that could be read has it.</returns>
    public static async Task<ArmResourceId?> FindAsync(OperatorContext context, AzureSession inUse, string cloudId, CancellationToken cancellation)
    {
        var found = await SearchAsync(
            context, inUse, inUse.Account.Subscriptions,
            async side =>
            {
                await foreach (var one in side.Arm.Registrations.ListAsync(side.SubscriptionId, cancellation))
                {
                    if (string.Equals(one.Properties.CloudId, cloudId, StringComparison.OrdinalIgnoreCase)) return ArmResourceId.Parse(one.Id);
                }

                return null;
            },
            cancellation);
        return found?.Found;
    }

    /// <summary>Searches each subscription but the one in use.</summary>
    /// <returns>What was found first and where; null where nothing was.</returns>
    public static async Task<(T Found, AccountSubscription Where)?> SearchAsync<T>(
        OperatorContext context, AzureSession inUse, IEnumerable<AccountSubscription> subscriptions, Func<AzureSide, Task<T?>> search, CancellationToken cancellation)
        where T : class
    {
        var others = subscriptions.DistinctBy(one => one.Id, StringComparer.OrdinalIgnoreCase)
            .Where(one => !one.Id.Equals(inUse.Subscription?.Id, StringComparison.OrdinalIgnoreCase));
        foreach (var other in others.Take(Most))
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                using var session = context.OpenAzure(inUse.Environment.Name, other.Id);
                if (await search(RegistrationSides.Of(session)) is { } found) return (found, other);
            }
            catch (Exception unreadable) when (unreadable is ArmException or CataloguedException)
            {
                // Not registered for the provider, another directory that wants a sign-in of its own, no right: it tells nothing.
            }
        }

        return null;
    }
}
