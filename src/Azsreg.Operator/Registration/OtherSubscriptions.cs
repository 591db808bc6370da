using Azsreg.Operator.SignIn;
using Azsreg.Protocol;

namespace Azsreg.Operator.Registration;

/// <summary>Looks for a stamp's registration in the subscriptions that are not in use.</summary>
internal static class OtherSubscriptions
{
    /// <summary>Each costs a request; an account that sees more than these has somebody who knows where its stamps are.</summary>
    private const int Most = 50;

    /// <returns>Where it is; null where no subscription that could be read has it.</returns>
    public static async Task<ArmResourceId?> FindAsync(OperatorContext context, AzureSession inUse, string cloudId, CancellationToken cancellation)
    {
        var others = inUse.Account.Subscriptions.Where(one => !one.Id.Equals(inUse.Subscription?.Id, StringComparison.OrdinalIgnoreCase));
        foreach (var subscription in others.Take(Most))
        {
            try
            {
                using var session = context.OpenAzure(inUse.Environment.Name, subscription.Id);
                await foreach (var one in session.Arm.Registrations.ListAsync(subscription.Id, cancellation))
                {
                    if (string.Equals(one.Properties.CloudId, cloudId, StringComparison.OrdinalIgnoreCase)) return ArmResourceId.Parse(one.Id);
                }
            }
            catch (Exception unreadable) when (unreadable is ArmException or CataloguedException)
            {
                // Not registered for the provider, another directory that wants a sign-in of its own, no right: it tells nothing.
            }
        }

        return null;
    }
}
