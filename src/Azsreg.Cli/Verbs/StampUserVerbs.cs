using System.CommandLine;
using System.Security.Cryptography;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Roles;
using Azsreg.Cli.Shell;
using Azsreg.Hosting;
using Azsreg.Protocol;
using Azsreg.Stamp.Access;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg stamp user add|list|remove</c>.</summary>
internal static class StampUserVerbs
{
    private const int TotpBytes = 20;

    /// <summary>The roles people are given by name.</summary>
    private enum Role
    {
        Owner,
        Reader,
    }

    public static Command Create() => new("user", "Who may sign in to a stamp's portal and admin ARM. The stamp must be stopped: its folder is worked on.") { Add(), List(), Remove() };

    private static Verb Add()
    {
        var name = new Argument<string>("NAME") { Description = "what the user signs in with, in the stamp's domain: ann@azurestack.local" };
        var stamp = Stamp();
        var role = new Option<Role>("--role") { Description = "Owner may change everything, Reader may look", HelpName = "ROLE", Required = true };
        var secondFactor = new Option<bool>("--second-factor") { Description = "ask for a one-time code too; its secret is shown once, for an authenticator app" };
        var displayName = new Option<string?>("--display-name") { Description = "the name shown; the part before the @ where left out", HelpName = "NAME" };
        var password = new PasswordInput();
        var verb = new Verb("add", "Adds a user. Without a password given, one is made up and shown once.", "azsreg stamp user add ann@azurestack.local --role Reader", async (context, parsed, cancellationToken) =>
        {
            await using var users = await OpenAsync(context, parsed.GetValue(stamp), cancellationToken);
            var signInName = parsed.GetRequiredValue(name);
            var (secret, isMadeUp) = CloudOwner.NewPassword(context, parsed, password, signInName);
            var totp = parsed.GetValue(secondFactor) ? new Secret(Base32(RandomNumberGenerator.GetBytes(TotpBytes))) : null;
            var made = await users.AddAsync(
                new StampUser(
                    signInName, parsed.GetValue(displayName) ?? signInName.Split('@')[0],
                    parsed.GetRequiredValue(role) == Role.Owner ? StampRoleName.Owner : StampRoleName.Reader, secret, totp),
                cancellationToken);
            if (context.IsJson)
            {
                context.WriteJson(new { made.Name, made.ObjectId, role = made.Roles[0].ToString(), password = isMadeUp ? secret.Reveal() : null, secondFactorSecret = totp?.Reveal() });
                return;
            }

            context.WriteLine($"{made.Name} is {made.Roles[0]} of the stamp.");
            if (isMadeUp)
                context.WriteLine($"Password, shown this once: {secret.Reveal()}");
            if (totp is not null)
                context.WriteLine($"Secret for the authenticator app, shown this once: {totp.Reveal()}");
        }) { name, stamp, role, secondFactor, displayName };
        password.AddTo(verb);
        return verb;
    }

    private static Verb List()
    {
        var stamp = Stamp();
        return new Verb("list", "Lists the users of a stamp and their roles.", "azsreg stamp user list", async (context, parsed, cancellationToken) =>
        {
            await using var users = await OpenAsync(context, parsed.GetValue(stamp), cancellationToken);
            var all = await users.ListAsync(cancellationToken);
            if (context.IsJson)
            {
                context.WriteJson(all.Select(user => new
                {
                    user.Name, user.DisplayName, user.ObjectId, roles = user.Roles.Select(one => one.ToString()), user.HasSecondFactor, user.IsAdministrator,
                }));
                return;
            }

            var table = new Table("Name", "Display name", "Role", "Second factor");
            foreach (var user in all)
                table.Add(user.Name, user.DisplayName, user.Roles.Count == 0 ? "none" : string.Join(", ", user.Roles), user.HasSecondFactor ? "yes" : "no");
            context.WriteTable(table);
        }) { stamp };
    }

    private static Verb Remove()
    {
        var name = new Argument<string>("NAME") { Description = "what the user signs in with" };
        var stamp = Stamp();
        var confirmation = new Confirmation();
        var verb = new Verb("remove", "Removes a user; its sign-ins end.", "azsreg stamp user remove ann@azurestack.local", async (context, parsed, cancellationToken) =>
        {
            await using var users = await OpenAsync(context, parsed.GetValue(stamp), cancellationToken);
            var signInName = parsed.GetRequiredValue(name);
            if (!confirmation.Ask(context, parsed, $"Remove {signInName}?"))
                return;
            await users.RemoveAsync(signInName, cancellationToken);
            if (context.IsJson)
                context.WriteJson(new { removed = signInName });
            else
                context.WriteLine($"{signInName} is removed.");
        }) { name, stamp };
        confirmation.AddTo(verb);
        return verb;
    }

    private static Option<string?> Stamp() => new("--stamp") { Description = "a stamp of this data folder; the only one where left out", HelpName = "NAME" };

    private static Task<StampUsers> OpenAsync(CliContext context, string? asked, CancellationToken cancellationToken)
    {
        var name = asked ?? StampFolder.Only(context.Data);
        using var protector = SecretProtector.Open(context.Data);
        var settings = StampSettings.TryRead(context.Data, name)
            ?? throw new CataloguedException(ErrorCatalogue.StampUserUnknown, $"A stamp named '{name}' was never started in '{context.Data.Path}', so it has no users yet.");
        return StampUsers.OpenAsync(
            context.Data, name,
            new Azsreg.Stamp.StampOptions
            {
                Name = name,
                AdministratorPassword = settings.RevealAdministrator(protector, name),
                CloudAdministratorPassword = settings.RevealCloudAdministrator(protector, name),
            },
            context.Clock, cancellationToken);
    }

    /// <summary>RFC 4648 Base32 without padding, as authenticator apps take it.</summary>
    private static string Base32(byte[] bytes)
    {
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        return string.Concat(Enumerable.Range(0, bytes.Length * 8 / 5).Select(index =>
        {
            var bit = index * 5;
            var pair = (bytes[bit / 8] << 8) | (bit / 8 + 1 < bytes.Length ? bytes[(bit / 8) + 1] : 0);
            return alphabet[(pair >> (11 - (bit % 8))) & 31];
        }));
    }
}
