using Azsreg.ArmServer;
using Azsreg.Protocol;

namespace Azsreg.Cloud.Resources;

/// <summary>Deletes a group with all that is in it. Each part may find its work done already: a crash may have come in between.</summary>
internal sealed class ResourceGroupDeletion(ResourceGroupStore groups, ResourceProviders providers, ResourceScopes scopes) : IArmOperationHandler
{
    public const string OperationKind = "deleteResourceGroup";

    public string Kind => OperationKind;

    public async Task<ArmOperationResult> RunAsync(ArmOperation operation, CancellationToken cancellationToken)
    {
        var (subscription, name) = (operation.SubscriptionId, operation.Input);
        // This may run before the one who marked the group has had it read anew; taken for unmarked, it would stay half deleted for good.
        groups.Forget();
        if (await groups.FindAsync(subscription, name, cancellationToken).ConfigureAwait(false) is not { IsDeleting: true } group)
            return new ArmOperationResult(200);
        foreach (var provider in providers.All)
        {
            foreach (var resource in await provider.ListAsync(subscription, name, cancellationToken).ConfigureAwait(false))
                await provider.DeleteAsync(ArmResourceId.Parse(resource.Id), cancellationToken).ConfigureAwait(false);
        }

        await scopes.ForgetAsync(group.Id, cancellationToken).ConfigureAwait(false);
        await groups.RemoveAsync(subscription, name, cancellationToken).ConfigureAwait(false);
        return new ArmOperationResult(200);
    }
}
