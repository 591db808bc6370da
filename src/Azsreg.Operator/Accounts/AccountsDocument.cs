namespace Azsreg.Operator.Accounts;

/// <summary><c>operator/accounts.json</c>.</summary>
internal sealed record AccountsDocument(IReadOnlyList<Account> Accounts, IReadOnlyList<AccountChoice> Choices)
{
    public static AccountsDocument Empty { get; } = new([], []);
}
