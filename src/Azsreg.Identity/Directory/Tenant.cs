namespace Azsreg.Identity;

/// <summary>A directory: users, applications' service principals and the domain names that name it.</summary>
/// <param name="Id">The tenant id, as in <c>tid</c>.</param>
/// <param name="DisplayName">The organisation's name.</param>
/// <param name="Domains">Verified domain names in lower case, the initial one first; never empty.</param>
/// <param name="CreatedAt">When it was made, UTC.</param>
public sealed record Tenant(Guid Id, string DisplayName, IReadOnlyList<string> Domains, DateTimeOffset CreatedAt)
{
    /// <summary>The home tenant of every personal Microsoft account, the same id everywhere.</summary>
    public static readonly Guid PersonalAccountsId = new("9188040d-6c67-4c5b-b112-36a304b66dad");

    /// <summary>The domain name a new user gets by default.</summary>
    public string DefaultDomain => Domains[0];
}
