namespace Azsreg.Operator.Accounts;

/// <summary>An access token within <see cref="KeptTokens"/>; a class, so that nothing prints its members.</summary>
internal sealed class KeptAccessToken
{
    public required string Tenant { get; init; }

    public required string Audience { get; init; }

    public required string Token { get; init; }

    public required DateTimeOffset IssuedOn { get; init; }

    public required DateTimeOffset ExpiresOn { get; init; }
}
