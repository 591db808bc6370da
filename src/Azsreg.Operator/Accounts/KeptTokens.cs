namespace Azsreg.Operator.Accounts;

/// <summary>The plain form of an account's tokens, which exists between encryption and memory only.</summary>
internal sealed class KeptTokens
{
    public string? RefreshToken { get; init; }

    public string? ClientSecret { get; init; }

    public byte[]? ClientCertificate { get; init; }

    public IReadOnlyList<KeptAccessToken> AccessTokens { get; init; } = [];
}
