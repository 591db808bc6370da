namespace Azsreg.Identity;

/// <summary>An application's registration in its home tenant.</summary>
public sealed record Application
{
    /// <summary>The tenant it is registered in; empty for a first-party client, which every tenant knows.</summary>
    public required Guid TenantId { get; init; }

    /// <summary>The object id of the registration.</summary>
    public required Guid ObjectId { get; init; }

    /// <summary>The client id, as in <c>appid</c>.</summary>
    public required Guid AppId { get; init; }

    /// <summary>The name shown to people.</summary>
    public required string DisplayName { get; init; }

    /// <summary>True where it cannot keep a secret: PKCE is required, a secret refused, device code and password allowed.</summary>
    public required bool IsPublicClient { get; init; }

    /// <summary>True where other tenants may use it.</summary>
    public required bool IsMultiTenant { get; init; }

    /// <summary>True for the platform's own clients: consented everywhere, refresh tokens shared in their family.</summary>
    public bool IsFirstParty { get; init; }

    /// <summary>Where an authorization code may be sent. A loopback address without a port stands for any port.</summary>
    public IReadOnlyList<string> RedirectUris { get; init; } = [];

    /// <summary>The names it is asked for as a resource (<c>api://…</c>).</summary>
    public IReadOnlyList<string> IdentifierUris { get; init; } = [];

    /// <summary>Client secrets, without their text.</summary>
    public IReadOnlyList<PasswordCredential> PasswordCredentials { get; init; } = [];

    /// <summary>Certificates that may sign client assertions.</summary>
    public IReadOnlyList<CertificateCredential> CertificateCredentials { get; init; } = [];

    /// <summary>Object ids of the owners.</summary>
    public IReadOnlyList<Guid> Owners { get; init; } = [];

    /// <summary>When it was made, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
