using Azsreg.Operator.History;
using Azsreg.Protocol;

namespace Azsreg.Operator.Offline;

/// <summary>Which registration is meant: by name, or by the stamp's cloud id, which its token tells as well.</summary>
public sealed record RegistrationTarget
{
    /// <summary>The registration's name.</summary>
    public string? Name { get; init; }

    /// <summary>Its resource group; null looks in all of the subscription.</summary>
    public string? ResourceGroup { get; init; }

    /// <summary>The stamp's cloud id.</summary>
    public string? CloudId { get; init; }

    /// <summary>How messages tell what was looked for: <c>named 'X'</c>, <c>of cloud id X</c>.</summary>
    internal string Described => (Name is null ? $"of cloud id {CloudId}" : $"named '{Name}'") + (ResourceGroup is null ? "" : $" in resource group {ResourceGroup}");

    /// <summary>Whether a registration is the one that is meant.</summary>
    internal bool Means(Protocol.Registration one) => Means(one.Name, one.Properties.CloudId, one.Id);

    /// <summary>Whether a line of the history tells of the one that is meant.</summary>
    internal bool Means(HistoryEntry one) => Means(one.Name, one.CloudId, one.ResourceId);

    private bool Means(string name, string? cloudId, string id) =>
        (Name is null || string.Equals(name, Name, StringComparison.OrdinalIgnoreCase))
        && (CloudId is null || string.Equals(cloudId, CloudId, StringComparison.OrdinalIgnoreCase))
        && (ResourceGroup is null || (ArmResourceId.TryParse(id, out var parsed) && string.Equals(parsed.ResourceGroupName, ResourceGroup, StringComparison.OrdinalIgnoreCase)));
}
