namespace Azsreg.PowerShell.Objects;

/// <summary>A subscription.</summary>
public sealed class AzsSubscription
{
    internal AzsSubscription(string id, string name, string? state, string? tenantId, string? role)
    {
        Id = id;
        Name = name;
        State = state;
        TenantId = tenantId;
        Role = role;
    }

    /// <summary>Its id.</summary>
    public string Id { get; }

    /// <summary>The same, by the name that older modules have for it.</summary>
    public string SubscriptionId => Id;

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Such as <c>Enabled</c>.</summary>
    public string? State { get; }

    /// <summary>The directory it trusts.</summary>
    public string? TenantId { get; }

    /// <summary>The account's own roles on it.</summary>
    public string? Role { get; }

    /// <summary>The id.</summary>
    public override string ToString() => Id;
}
