using Azsreg.Hosting;
using Azsreg.Operator.Documents;
using Azsreg.Protocol;

namespace Azsreg.Operator.Accounts;

/// <summary>Who is signed in where, what they can see, and which account and subscription are in use.</summary>
public sealed class AccountBook
{
    private readonly OperatorDocument<AccountsDocument> _document;

    /// <summary>Opens the book of a data folder.</summary>
    public AccountBook(DataFolder folder, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(folder);
        _document = new(Path.Combine(folder.Operator, "accounts.json"), OperatorJson.Default.AccountsDocument, AccountsDocument.Empty, clock);
    }

    /// <summary>The accounts of a realm, or of all.</summary>
    public IReadOnlyList<Account> List(string? realm = null) =>
        [.. _document.Read().Accounts.Where(account => realm is null || Same(account.Realm, realm))];

    /// <summary>The account in use in a realm with its subscription; null where nobody is signed in there.</summary>
    public (Account Account, AccountSubscription? Subscription)? Current(string realm)
    {
        var document = _document.Read();
        if (document.Choices.FirstOrDefault(choice => Same(choice.Realm, realm)) is not { } choice)
            return null;
        if (document.Accounts.FirstOrDefault(account => account.Key == choice.Account) is not { } account)
            return null;
        return (account, account.Subscriptions.FirstOrDefault(subscription => Same(subscription.Id, choice.SubscriptionId)));
    }

    /// <summary>Finds a subscription of a realm by id or name, the account in use first.</summary>
    /// <exception cref="CataloguedException">None (AZR3023), or several of that name (AZR2113).</exception>
    public (Account Account, AccountSubscription Subscription) Find(string realm, string idOrName)
    {
        var current = Current(realm)?.Account.Key;
        var found = (
            from account in List(realm).OrderByDescending(account => account.Key == current)
            from subscription in account.Subscriptions
            where Same(subscription.Id, idOrName) || Same(subscription.Name, idOrName)
            select (account, subscription)).ToList();
        if (found.Count == 0)
        {
            throw new CataloguedException(
                ErrorCatalogue.AccountUnknown, $"No account signed in to {realm} sees a subscription '{idOrName}'.", ["azsreg account list"]);
        }

        if (found.Select(one => one.subscription.Id).Distinct(StringComparer.OrdinalIgnoreCase).Skip(1).Any())
        {
            throw new CataloguedException(
                ErrorCatalogue.SubscriptionNotChosen,
                $"Several subscriptions are called '{idOrName}': give the id.",
                [.. found.Select(one => $"azsreg account set --subscription {one.subscription.Id}").Distinct()]);
        }

        return found[0];
    }

    /// <summary>Keeps an account and takes it into use. The subscription in use stays if the account sees it; otherwise the first usable one
    /// is taken, as Azure's own tools do: every plan names it and asks before anything is billed to it.</summary>
    /// <returns>The subscription now in use, if any.</returns>
    public async Task<AccountSubscription?> EnterAsync(Account account, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(account);
        AccountSubscription? inUse = null;
        await _document.UpdateAsync(
            document =>
            {
                var former = document.Choices.FirstOrDefault(choice => Same(choice.Realm, account.Realm))?.SubscriptionId;
                inUse = account.Subscriptions.FirstOrDefault(subscription => Same(subscription.Id, former))
                    ?? account.Subscriptions.FirstOrDefault(subscription => subscription.State is null or "Enabled");
                return new AccountsDocument(
                    [.. document.Accounts.Where(known => known.Key != account.Key), account],
                    [.. document.Choices.Where(choice => !Same(choice.Realm, account.Realm)), new(account.Realm, account.Key, inUse?.Id)]);
            },
            cancellationToken);
        return inUse;
    }

    /// <summary>Replaces what an account sees, changing no choice.</summary>
    public Task RefreshAsync(Account account, CancellationToken cancellationToken = default) => _document.UpdateAsync(
        document => document with { Accounts = [.. document.Accounts.Select(known => known.Key == account.Key ? account : known)] }, cancellationToken);

    /// <summary>Takes a subscription into use, with the account that sees it.</summary>
    /// <exception cref="CataloguedException">None of that id or name, or several.</exception>
    public async Task<(Account Account, AccountSubscription Subscription)> UseAsync(string realm, string idOrName, CancellationToken cancellationToken = default)
    {
        var (account, subscription) = Find(realm, idOrName);
        await _document.UpdateAsync(
            document => document with
            {
                Choices = [.. document.Choices.Where(choice => !Same(choice.Realm, realm)), new(account.Realm, account.Key, subscription.Id)],
            },
            cancellationToken);
        return (account, subscription);
    }

    /// <summary>Forgets an account.</summary>
    public Task RemoveAsync(Account account, CancellationToken cancellationToken = default) => _document.UpdateAsync(
        document => new AccountsDocument(
            [.. document.Accounts.Where(known => known.Key != account.Key)],
            [.. document.Choices.Where(choice => choice.Account != account.Key)]),
        cancellationToken);

    private static bool Same(string one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
