using Azsreg.Operator.Accounts;
using Azsreg.Protocol;

namespace Azsreg.Operator.Stamps;

/// <summary>
/// Tells an account of Azure from a stamp's cloud administrator. The published procedure asks for "the owner of the subscription" where the
/// privileged endpoint wants the cloud administrator, so the mistake is a common one; it must not count as failed sign-ins of the account.
/// </summary>
internal static class CloudAdminName
{
    /// <summary>Domains in which no stamp has its administrators: those of new directories and of personal accounts.</summary>
    private static readonly string[] AzureDomains =
        ["onmicrosoft.com", "onmicrosoft.us", "partner.onmschina.cn", "outlook.com", "hotmail.com", "live.com", "msn.com", "gmail.com"];

    /// <summary>Refuses a name that is known to be Azure's.</summary>
    /// <exception cref="CataloguedException">AZR1041.</exception>
    public static void Demand(string userName, AccountBook accounts)
    {
        var at = userName.LastIndexOf('@');
        if (at < 0) return;
        var domain = userName[(at + 1)..];
        var known = accounts.List().Where(account => !account.Realm.StartsWith("stamp:", StringComparison.OrdinalIgnoreCase)).ToList();
        if (known.Any(account => Same(account.Name, userName))
            || known.Any(account => account.Subscriptions.Any(subscription => Same(subscription.TenantName, domain)))
            || AzureDomains.Any(azure => Same(domain, azure) || domain.EndsWith("." + azure, StringComparison.OrdinalIgnoreCase)))
        {
            throw new CataloguedException(
                ErrorCatalogue.AzureAccountAsCloudAdmin,
                $"'{userName}' looks like an account of Azure; the stamp's own cloud administrator is wanted. The stamp was not asked.");
        }
    }

    private static bool Same(string? one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
