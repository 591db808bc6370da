using Azsreg.ArmServer;
using Azsreg.Protocol;
using Microsoft.AspNetCore.Http;

namespace Azsreg.Cloud.Resources;

/// <summary>Everything below a group needs the group, and nothing new goes into one that is being deleted.</summary>
internal sealed class ResourceGroupCheck(ResourceGroupStore groups) : IArmRequestCheck
{
    public async ValueTask CheckAsync(ArmRequest request, CancellationToken cancellationToken)
    {
        // The group's own endpoints answer for themselves; a HEAD has no error body, and a PUT makes the group.
        if (request.ResourceGroupName is not { } name || request.ResourceType == ResourceManagerVersions.ResourceGroups.ResourceType)
            return;
        var group = await groups.FindAsync(request.SubscriptionId, name, cancellationToken).ConfigureAwait(false)
            ?? throw ArmErrors.ResourceGroupNotFound(name);
        if (group.IsDeleting && !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
            throw BeingDeleted(name);
    }

    public static ArmException BeingDeleted(string name) =>
        new(409, "ResourceGroupBeingDeleted", $"The resource group '{name}' is in deprovisioning state and cannot perform this operation.");
}
