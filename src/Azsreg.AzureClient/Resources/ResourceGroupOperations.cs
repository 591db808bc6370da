using Azsreg.AzureClient.Arm;
using Azsreg.Protocol;

namespace Azsreg.AzureClient;

/// <summary>Resource groups and what is in them (Microsoft.Resources 2021-04-01).</summary>
public sealed class ResourceGroupOperations
{
    private const string ApiVersion = "2021-04-01";
    private readonly ArmClient _arm;

    internal ResourceGroupOperations(ArmClient arm) => _arm = arm;

    /// <summary>A group; null where there is none.</summary>
    public Task<ResourceGroup?> TryGetAsync(string subscriptionId, string name, CancellationToken cancellationToken = default) =>
        _arm.TryGetAsync(PathOf(subscriptionId, name), ApiVersion, AzureJson.Default.ResourceGroup, cancellationToken);

    /// <summary>True where the group is there.</summary>
    public Task<bool> ExistsAsync(string subscriptionId, string name, CancellationToken cancellationToken = default) =>
        _arm.ExistsAsync(PathOf(subscriptionId, name), ApiVersion, cancellationToken);

    /// <summary>The groups of a subscription.</summary>
    public IAsyncEnumerable<ResourceGroup> ListAsync(string subscriptionId, CancellationToken cancellationToken = default) =>
        _arm.ListAsync($"/subscriptions/{Uri.EscapeDataString(subscriptionId)}/resourcegroups", ApiVersion, AzureJson.Default.ArmPageResourceGroup, cancellationToken);

    /// <summary>Makes the group, or sets its tags; the location of an existing group cannot be changed.</summary>
    /// <returns>Status 201 where it was made.</returns>
    public Task<ArmResponse<ResourceGroup>> PutAsync(string subscriptionId, string name, string location, CancellationToken cancellationToken = default) =>
        _arm.PutAsync(PathOf(subscriptionId, name), ApiVersion, new ResourceGroup(null, null, location),
            AzureJson.Default.ResourceGroup, AzureJson.Default.ResourceGroup, cancellationToken);

    /// <summary>Removes the group with all that is in it, and waits for the end.</summary>
    /// <returns>False where there was none.</returns>
    public async Task<bool> DeleteAsync(string subscriptionId, string name, IProgress<string>? progress = null, CancellationToken cancellationToken = default)
    {
        try
        {
            await _arm.SendLongRunningAsync(
                new ArmRequest(HttpMethod.Delete, PathOf(subscriptionId, name), ApiVersion), AzureJson.Default.ResourceGroup, progress, cancellationToken);
            return true;
        }
        catch (ArmException e) when (e.StatusCode == 404)
        {
            return false;
        }
    }

    /// <summary>What is in the group.</summary>
    public IAsyncEnumerable<GenericResource> ListResourcesAsync(string subscriptionId, string name, CancellationToken cancellationToken = default) =>
        _arm.ListAsync(PathOf(subscriptionId, name) + "/resources", ApiVersion, AzureJson.Default.ArmPageGenericResource, cancellationToken);

    private static string PathOf(string subscriptionId, string name) =>
        $"/subscriptions/{Uri.EscapeDataString(subscriptionId)}/resourceGroups/{Uri.EscapeDataString(name)}";
}
