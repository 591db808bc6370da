using System.CommandLine;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Cloud.Directory;
using Azsreg.Identity;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg cloud user add|list|remove</c>.</summary>
internal static class CloudUserVerbs
{
    public static Command Create() => new("user", "The people of this Azure side.") { Add(), List(), Remove() };

    private static Verb Add()
    {
        var name = new Argument<string>("NAME") { Description = "what the user signs in with: name@domain; the domain says the tenant" };
        var displayName = new Option<string?>("--display-name") { Description = "the name shown to people; the part before the @ where left out", HelpName = "NAME" };
        var role = new Option<DirectoryRole[]>("--directory-role") { Description = "a directory role to give" };
        var password = new PasswordInput();
        var verb = CloudOwner.Verb("add", "Adds a user. Without a password given, one is made up and shown once.", "azsreg cloud user add ann@contoso.example --password-file password.txt", async (context, parsed, cloud, cancellationToken) =>
        {
            var signInName = parsed.GetRequiredValue(name);
            var tenant = await CloudOwner.TenantAsync(cloud, signInName[(signInName.IndexOf('@', StringComparison.Ordinal) + 1)..], cancellationToken);
            var (secret, isMadeUp) = CloudOwner.NewPassword(context, parsed, password, signInName);
            var user = await cloud.Directory.CreateUserAsync(
                new NewUser
                {
                    TenantId = tenant.Id,
                    UserPrincipalName = signInName,
                    DisplayName = parsed.GetValue(displayName) ?? signInName.Split('@')[0],
                    Password = secret,
                },
                cancellationToken);
            foreach (var one in parsed.GetValue(role) ?? [])
                await cloud.Policies.AddRoleAsync(tenant.Id, user.ObjectId, one, cancellationToken);
            if (context.IsJson)
            {
                context.WriteJson(new { user.SignInName, user.ObjectId, user.TenantId, password = isMadeUp ? secret.Reveal() : null });
            }
            else
            {
                context.WriteLine($"{user.SignInName} is user {user.ObjectId} of {tenant.DisplayName}.");
                if (isMadeUp)
                    context.WriteLine($"Password, shown this once: {secret.Reveal()}");
            }
        }, name, displayName, role);
        password.AddTo(verb);
        return verb;
    }

    private static Verb List()
    {
        var which = new Option<string?>("--tenant") { Description = "of one tenant, by id or domain name; of all where left out", HelpName = "TENANT" };
        return CloudOwner.Verb("list", "Lists users.", "azsreg cloud user list --tenant contoso.example", async (context, parsed, cloud, cancellationToken) =>
        {
            IReadOnlyList<Tenant> tenants = parsed.GetValue(which) is { } one
                ? [await CloudOwner.TenantAsync(cloud, one, cancellationToken)]
                : await cloud.Directory.ListTenantsAsync(cancellationToken);
            var users = new List<User>();
            foreach (var tenant in tenants)
            {
                Guid? after = null;
                while (await cloud.Directory.ListUsersAsync(tenant.Id, after, IdentityDirectory.LargestPage, cancellationToken) is { Count: > 0 } page)
                {
                    users.AddRange(page);
                    after = page[^1].ObjectId;
                }
            }

            if (context.IsJson)
            {
                context.WriteJson(users.Select(user => new { user.SignInName, user.DisplayName, kind = user.Kind.ToString(), user.Enabled, user.ObjectId, user.TenantId }));
                return;
            }

            var table = new Table("Name", "Display name", "Kind", "", "Tenant", "Object id");
            foreach (var user in users)
            {
                table.Add(
                    user.SignInName, user.DisplayName, user.Kind.ToString(), user.Enabled ? "" : "blocked",
                    tenants.First(tenant => tenant.Id == user.TenantId).DisplayName, user.ObjectId.ToString());
            }

            context.WriteTable(table);
        }, which);
    }

    private static Verb Remove()
    {
        var name = new Argument<string>("NAME") { Description = "what the user signs in with" };
        var confirmation = new Confirmation();
        var verb = CloudOwner.Verb("remove", "Removes a user; its sign-ins end.", "azsreg cloud user remove ann@contoso.example", async (context, parsed, cloud, cancellationToken) =>
        {
            var user = await CloudOwner.UserAsync(cloud, parsed.GetRequiredValue(name), cancellationToken);
            if (!confirmation.Ask(context, parsed, $"Remove {user.SignInName}?"))
                return;
            await cloud.Directory.DeleteUserAsync(user.TenantId, user.ObjectId, cancellationToken);
            if (context.IsJson)
                context.WriteJson(new { removed = user.SignInName });
            else
                context.WriteLine($"{user.SignInName} is removed.");
        }, name);
        confirmation.AddTo(verb);
        return verb;
    }
}
