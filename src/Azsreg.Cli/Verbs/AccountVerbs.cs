using System.CommandLine;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Operator;
using Azsreg.Operator.Accounts;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg account show|list|set</c>.</summary>
internal static class AccountVerbs
{
    public static Command Create() => new("account", "Who is signed in, the subscriptions they see, and which one is in use.")
    {
        Show(),
        List(),
        Set(),
    };

    /// <summary>A subscription as data.</summary>
    internal static object ToObject(AccountSubscription subscription) => new
    {
        subscription.Id,
        subscription.Name,
        subscription.TenantId,
        directory = subscription.TenantName,
        offer = subscription.QuotaId,
        subscription.State,
        subscription.Role,
    };

    /// <summary>Subscriptions for a person; the one in use is marked.</summary>
    internal static void WriteTable(CliContext context, IEnumerable<AccountSubscription> subscriptions, string? inUse)
    {
        var table = new Table("", "Subscription", "Id", "Directory", "Offer", "State", "My role");
        foreach (var subscription in subscriptions)
        {
            table.Add(
                Same(subscription.Id, inUse) ? Cell.Good("*") : "",
                subscription.Name,
                ShortId(subscription.Id),
                subscription.TenantName ?? ShortId(subscription.TenantId),
                OfferName(subscription.Offer),
                subscription.State is null or "Enabled" ? subscription.State : Cell.Wait(subscription.State),
                subscription.Role ?? "-");
        }

        context.WriteTable(table);
    }

    private static Verb Show()
    {
        var environment = EnvironmentOption();
        return new Verb("show", "Shows the account and the subscription in use.", "azsreg account show", (context, parsed, _) =>
        {
            using var operation = new OperatorContext(context.Data, context.Clock);
            var entry = operation.Environments.Get(parsed.GetValue(environment));
            if (operation.Accounts.Current(entry.Name) is not ({ } account, var subscription))
                throw new CataloguedException(ErrorCatalogue.NotSignedIn, $"Nobody is signed in to {entry.Name}.");
            if (context.IsJson)
            {
                context.WriteJson(new
                {
                    environment = entry.Name,
                    entry.Environment.StandsFor,
                    entry.Environment.ResourceManagerUrl,
                    account = account.Name,
                    kind = account.Kind,
                    tenantId = account.TenantId,
                    objectId = account.ObjectId,
                    account.ClientId,
                    account.SignedInOn,
                    subscription = subscription is null ? null : ToObject(subscription),
                });
                return Task.CompletedTask;
            }

            var block = new Block()
                .Add("environment", entry.Environment.Told)
                .Add("account", account.Name + (account.Kind == AccountKind.ServicePrincipal ? " (service principal)" : ""))
                .Add("signed in at", account.TenantId);
            if (subscription is null)
                block.Add("subscription", Cell.Wait("none in use; azsreg account set --subscription NAME"));
            else
            {
                block.Add("subscription", subscription.Name)
                    .Add("  id", subscription.Id)
                    .Add("  directory", subscription.TenantName is null ? subscription.TenantId : $"{subscription.TenantName} ({subscription.TenantId})")
                    .Add("  offer", subscription.QuotaId)
                    .Add("  state", subscription.State)
                    .Add("  my role", subscription.Role ?? "-");
            }

            context.WriteBlock(block);
            return Task.CompletedTask;
        })
        {
            environment,
        };
    }

    private static Verb List()
    {
        var environment = EnvironmentOption();
        var cached = new Option<bool>("--cached") { Description = "what was seen at the last sign-in or list, without asking Azure" };
        return new Verb("list", "Lists the subscriptions the signed-in accounts see, with the offer and one's own role.", "azsreg account list", async (context, parsed, cancellationToken) =>
        {
            using var operation = new OperatorContext(context.Data, context.Clock);
            var entry = operation.Environments.Get(parsed.GetValue(environment));
            if (operation.Accounts.Current(entry.Name) is not { } current)
                throw new CataloguedException(ErrorCatalogue.NotSignedIn, $"Nobody is signed in to {entry.Name}.");
            var accounts = operation.Accounts.List(entry.Name);
            if (!parsed.GetValue(cached))
            {
                var fresh = new List<Account>();
                foreach (var account in accounts)
                    fresh.Add(await operation.SignIn.RefreshAsync(account, cancellationToken));
                accounts = fresh;
            }

            var rows = accounts.SelectMany(account => account.Subscriptions.Select(subscription => (account, subscription))).ToList();
            if (context.IsJson)
            {
                context.WriteJson(rows.Select(row => new
                {
                    row.subscription.Id, row.subscription.Name, row.subscription.TenantId, directory = row.subscription.TenantName,
                    offer = row.subscription.QuotaId, row.subscription.State, row.subscription.Role, account = row.account.Name,
                    isInUse = Same(row.subscription.Id, current.Subscription?.Id) && row.account.Key == current.Account.Key,
                }));
                return;
            }

            foreach (var account in accounts)
            {
                // Who sees what matters only where several are signed in.
                if (accounts.Count > 1)
                    context.WriteLine($"{account.Name} ({account.TenantId})");
                if (account.Subscriptions.Count == 0)
                    context.WriteLine($"{account.Name} sees no subscription in {entry.Name}. Another directory: azsreg login --tenant DIRECTORY");
                else
                    WriteTable(context, account.Subscriptions, account.Key == current.Account.Key ? current.Subscription?.Id : null);
            }
        })
        {
            environment, cached,
        };
    }

    private static Verb Set()
    {
        var environment = EnvironmentOption();
        var subscription = new Option<string>("--subscription") { Description = "by name or id", HelpName = "NAME", Required = true };
        return new Verb("set", "Takes a subscription into use, with the account that sees it.", "azsreg account set --subscription \"Contoso Stamps\"", async (context, parsed, cancellationToken) =>
        {
            using var operation = new OperatorContext(context.Data, context.Clock);
            var entry = operation.Environments.Get(parsed.GetValue(environment));
            if (operation.Accounts.Current(entry.Name) is null)
                throw new CataloguedException(ErrorCatalogue.NotSignedIn, $"Nobody is signed in to {entry.Name}.");
            var (account, chosen) = await operation.SignIn.UseSubscriptionAsync(entry.Name, parsed.GetRequiredValue(subscription), cancellationToken);
            if (context.IsJson)
                context.WriteJson(new { environment = entry.Name, entry.Environment.StandsFor, account = account.Name, subscription = ToObject(chosen) });
            else
                context.WriteLine($"{entry.Environment.Told} is used with subscription {chosen.Name} ({chosen.Id}) as {account.Name}.");
        })
        {
            environment, subscription,
        };
    }

    private static Option<string?> EnvironmentOption() => new("--environment") { Description = "which Azure; the one in use where left out", HelpName = "NAME" };

    private static string ShortId(string id) => Guid.TryParse(id, out _) ? $"{id[..3]}…{id[^3..]}" : id;

    private static string OfferName(string? offer) => offer switch
    {
        // As Azure's own lists shorten them; a table fits 80 columns.
        "EnterpriseAgreement" => "EA",
        "PayAsYouGo" => "PAYG",
        null => "-",
        _ => offer,
    };

    private static bool Same(string one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
