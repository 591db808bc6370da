namespace Azsreg.Operator.SignIn;

/// <summary>What to sign in to, and how.</summary>
/// <param name="Method">How.</param>
public sealed record LoginRequest(LoginMethod Method)
{
    /// <summary>The environment's name; null takes the one in use.</summary>
    public string? Environment { get; init; }

    /// <summary>The stamp whose admin ARM is meant; null means Azure.</summary>
    public string? Stamp { get; init; }

    /// <summary>The directory by id or domain; null takes the account's own and every other one it belongs to.</summary>
    public string? Tenant { get; init; }

    /// <summary>The public client application to sign in as; null takes Azure PowerShell's, whose refresh tokens a stamp can redeem.</summary>
    public string? ClientId { get; init; }
}
