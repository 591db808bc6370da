namespace Azsreg.Operator.Accounts;

/// <summary>Somebody signed in. Tokens are kept elsewhere, encrypted.</summary>
/// <param name="Realm">The environment's name, or <c>stamp:NAME</c> for a stamp's admin ARM.</param>
/// <param name="Name">The user name, or the application id of a service principal.</param>
/// <param name="Kind">Person or application.</param>
/// <param name="ClientId">The client application the tokens are for.</param>
/// <param name="TenantId">The directory signed in at.</param>
/// <param name="ObjectId">The account in that directory.</param>
/// <param name="SignedInOn">When.</param>
/// <param name="Subscriptions">What it saw when last read.</param>
public sealed record Account(
    string Realm, string Name, AccountKind Kind, string ClientId, string TenantId, string? ObjectId, DateTimeOffset SignedInOn,
    IReadOnlyList<AccountSubscription> Subscriptions)
{
    /// <summary>What its tokens are kept under: one sign-in of a name at a directory replaces the former.</summary>
    public string Key => $"{Realm}/{TenantId}/{Name}".ToLowerInvariant();

    /// <summary>The realm of a stamp's admin ARM.</summary>
    /// <param name="stamp">The stamp's name.</param>
    public static string StampRealm(string stamp) => $"stamp:{stamp}";
}
