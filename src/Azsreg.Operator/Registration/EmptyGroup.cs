namespace Azsreg.Operator.Registration;

/// <summary>Removes a resource group this program made, if nothing is in it any more.</summary>
internal static class EmptyGroup
{
    /// <returns>What was removed, as a phrase; null where the group is gone already or somebody uses it.</returns>
    public static async Task<string?> RemoveAsync(AzureSide azure, string name, CancellationToken cancellation)
    {
        var groups = azure.Arm.ResourceGroups;
        if (await groups.TryGetAsync(azure.SubscriptionId, name, cancellation) is null) return null;
        await foreach (var _ in groups.ListResourcesAsync(azure.SubscriptionId, name, cancellation)) return null;
        // A registration is a hidden type: Azure's list of a group's resources may leave it out.
        await foreach (var _ in azure.Arm.Registrations.ListAsync(azure.SubscriptionId, name, cancellation)) return null;
        return await groups.DeleteAsync(azure.SubscriptionId, name, cancellationToken: cancellation) ? $"resource group {name}" : null;
    }
}
