namespace Azsreg.Portal.Session;

/// <summary>What is kept of a session, sealed.</summary>
internal sealed record SessionContent
{
    public required Person Person { get; init; }

    public required string TenantId { get; init; }

    public required string ProviderSubscriptionId { get; init; }

    public required string Region { get; init; }

    public required bool IsOwner { get; init; }

    /// <summary>What this session's forms carry.</summary>
    public required string FormToken { get; init; }

    public required string RefreshToken { get; init; }

    public IReadOnlyList<KeptToken> AccessTokens { get; init; } = [];

    /// <summary>An access token.</summary>
    internal sealed record KeptToken(string Tenant, string Audience, string Token, DateTimeOffset IssuedOn, DateTimeOffset ExpiresOn);
}
