namespace Azsreg.Identity;

/// <summary>An application to be registered.</summary>
public sealed record NewApplication
{
    /// <summary>The tenant it is registered in.</summary>
    public required Guid TenantId { get; init; }

    /// <summary>The name shown to people, 1 to 256 characters; need not be unique.</summary>
    public required string DisplayName { get; init; }

    /// <summary>True where it cannot keep a secret.</summary>
    public bool IsPublicClient { get; init; }

    /// <summary>True where other tenants may use it.</summary>
    public bool IsMultiTenant { get; init; }

    /// <summary>Where an authorization code may be sent; at most 256, each at most 2,048 characters.</summary>
    public IReadOnlyList<string> RedirectUris { get; init; } = [];

    /// <summary>The names it is asked for as a resource; at most 50, each at most 255 characters, unique everywhere.</summary>
    public IReadOnlyList<string> IdentifierUris { get; init; } = [];

    /// <summary>Object ids of the owners; at most 100.</summary>
    public IReadOnlyList<Guid> Owners { get; init; } = [];

    /// <summary>The client id, where it must be a known one; otherwise a new id.</summary>
    public Guid? AppId { get; init; }

    /// <summary>The object id, where it must be a known one; otherwise a new id.</summary>
    public Guid? ObjectId { get; init; }
}
