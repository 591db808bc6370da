namespace Azsreg.Cloud;

/// <summary>A resource group.</summary>
/// <param name="SubscriptionId">In lower case.</param>
/// <param name="Name">As it was last written.</param>
/// <param name="Location">A region's name.</param>
/// <param name="Tags">Its tags; null where it has none.</param>
/// <param name="ManagedBy">The id of the resource that manages it, if any.</param>
/// <param name="IsDeleting">True from the moment its deletion was accepted.</param>
public sealed record ResourceGroup(
    string SubscriptionId,
    string Name,
    string Location,
    IReadOnlyDictionary<string, string>? Tags = null,
    string? ManagedBy = null,
    bool IsDeleting = false)
{
    /// <summary>Its id.</summary>
    public string Id => $"/subscriptions/{SubscriptionId}/resourceGroups/{Name}";
}
