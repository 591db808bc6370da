using System.CommandLine;
using Azsreg.Cli.Shell;
using Azsreg.Operator;
using Azsreg.Operator.Accounts;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg logout</c>.</summary>
internal static class LogoutVerb
{
    public static Verb Create()
    {
        var environment = new Option<string?>("--environment") { Description = "which Azure; the one in use where left out", HelpName = "NAME" };
        var stamp = new Option<string?>("--stamp") { Description = "sign out at this stamp's administrator endpoint instead", HelpName = "NAME" };
        var name = new Option<string?>("--account") { Description = "the account; the one in use where left out", HelpName = "NAME" };
        var all = new Option<bool>("--all") { Description = "every account of this data folder" };
        return new Verb(
            "logout",
            "Forgets an account and its tokens on this machine. Tokens that left the machine stay valid until they expire or are revoked in the directory.",
            "azsreg logout",
            async (context, parsed, cancellationToken) =>
            {
                using var operation = new OperatorContext(context.Data, context.Clock);
                var gone = Choose(operation, parsed.GetValue(environment), parsed.GetValue(stamp), parsed.GetValue(name), parsed.GetValue(all));
                foreach (var account in gone)
                    await operation.SignIn.LogoutAsync(account, cancellationToken);

                if (context.IsJson)
                    context.WriteJson(new { signedOut = gone.Select(account => new { environment = account.Realm, account = account.Name }) });
                foreach (var account in context.IsJson ? [] : gone)
                    context.WriteLine($"Signed out {account.Name} from {account.Realm}.");
            })
        {
            environment, stamp, name, all,
        };
    }

    private static IReadOnlyList<Account> Choose(OperatorContext operation, string? environment, string? stamp, string? name, bool all)
    {
        if (all)
            return operation.Accounts.List();
        var realm = stamp is null ? operation.Environments.Get(environment).Name : Account.StampRealm(operation.Stamps.Get(stamp).Name);
        if (name is null)
            return operation.Accounts.Current(realm) is { } current ? [current.Account] : throw new CataloguedException(ErrorCatalogue.NotSignedIn, $"Nobody is signed in to {realm}.");
        var found = operation.Accounts.List(realm).Where(account => string.Equals(account.Name, name, StringComparison.OrdinalIgnoreCase)).ToList();
        return found.Count > 0 ? found : throw new CataloguedException(ErrorCatalogue.AccountUnknown, $"'{name}' is not signed in to {realm}.", ["azsreg account list"]);
    }
}
