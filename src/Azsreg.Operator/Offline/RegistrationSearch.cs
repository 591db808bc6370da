using Azsreg.Operator.History;
using Azsreg.Operator.Registration;
using Azsreg.Protocol;

namespace Azsreg.Operator.Offline;

/// <summary>
/// Finds a registration in every resource group of the subscription chosen. One that is not there is looked for in the other subscriptions the
/// account sees, to name the right one: it is never touched there.
/// </summary>
internal sealed class RegistrationSearch(RegistrationTarget target, string command, AzureSide azure, OfflineAzure? others)
{
    /// <returns>The registration; null where none is meant by the words.</returns>
    /// <exception cref="CataloguedException">Several are meant (AZR1001).</exception>
    public async Task<Protocol.Registration?> TryFindAsync(CancellationToken cancellation)
    {
        var meant = await ListAsync(azure, cancellation);
        return meant.Count < 2 ? meant.FirstOrDefault() : throw new CataloguedException(
            ErrorCatalogue.InvalidOption,
            $"{meant.Count} registrations are {target.Described}; say which.",
            [.. meant.Take(10).Select(one => $"{command} --registration-name {one.Name} --resource-group {ArmResourceId.Parse(one.Id).ResourceGroupName}")]);
    }

    /// <exception cref="CataloguedException">It is in another subscription (AZR2120), or nowhere the account sees (AZR2108).</exception>
    public async Task<CataloguedException> NotFoundAsync(string subscriptionName, CancellationToken cancellation)
    {
        var elsewhere = others is null ? null : await others.SearchOthersAsync(async side => (await ListAsync(side, cancellation)).FirstOrDefault(), cancellation);
        if (elsewhere is not { } there)
        {
            return new CataloguedException(
                ErrorCatalogue.RegistrationNotFound,
                $"No registration {target.Described} is in {subscriptionName}, nor in another subscription {azure.Account} sees.",
                ["azsreg registration list"]);
        }

        var id = ArmResourceId.Parse(there.Found.Id);
        return new CataloguedException(
            ErrorCatalogue.RegistrationInAnotherSubscription,
            $"'{id.Name}' is not in {subscriptionName} but in {there.Where.Name} ({there.Where.Id}), resource group {id.ResourceGroupName}.",
            [$"{command} --registration-name {id.Name} --subscription {there.Where.Id}"]);
    }

    /// <summary>What this folder's history tells of the registration's removal from the subscription chosen; null where that was not the last it knows of it.</summary>
    public HistoryEntry? RemovedBefore(RegistrationHistory history) => history.Read()
        .Where(entry => target.Means(entry) && ArmResourceId.TryParse(entry.ResourceId, out var id)
            && string.Equals(id.SubscriptionId, azure.SubscriptionId, StringComparison.OrdinalIgnoreCase))
        .Take(1)
        .FirstOrDefault(entry => entry.Event == "removed");

    private async Task<List<Protocol.Registration>> ListAsync(AzureSide side, CancellationToken cancellation)
    {
        var meant = new List<Protocol.Registration>();
        try
        {
            await foreach (var one in side.Arm.Registrations.ListAsync(side.SubscriptionId, cancellation))
            {
                if (target.Means(one)) meant.Add(one);
            }
        }
        catch (ArmException refused) when (refused.Error.Code == "MissingSubscriptionRegistration" || refused.StatusCode == 404)
        {
            // A subscription that does not know the provider has no registrations.
        }

        return meant;
    }
}
