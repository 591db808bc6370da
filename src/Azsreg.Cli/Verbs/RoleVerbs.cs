using System.CommandLine;
using System.Text;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Hosting;
using Azsreg.Operator;
using Azsreg.Operator.Roles;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg role list|show</c>: role definitions to give in Azure. Nothing is sent anywhere.</summary>
internal static class RoleVerbs
{
    public static Command Create() => new("role", "Role definitions that come with azsreg: exactly what a registration needs, and what a stamp's bridge needs.")
    {
        List(),
        Show(),
    };

    private static Verb List() => new("list", "Lists the roles.", "azsreg role list", (context, _, _) =>
    {
        if (context.IsJson)
        {
            context.WriteJson(ShippedRoles.All.Select(role => new { key = role.Key, role.Value.Name, role.Value.IsCustom, role.Value.Id, role.Value.Description, role.Value.Actions }));
            return Task.CompletedTask;
        }

        var table = new Table("", "Role", "Kind", Column.Right("Permissions"));
        foreach (var (key, role) in ShippedRoles.All)
            table.Add(key, role.Name, role.IsCustom ? "custom" : "built in", role.Actions.Count.ToString(System.Globalization.CultureInfo.InvariantCulture));
        context.WriteTable(table);
        context.WriteLine("The definition as Azure's tools read it:  azsreg role show registration --out role.json");
        return Task.CompletedTask;
    });

    private static Verb Show()
    {
        var which = new Argument<string>("NAME") { Description = $"one of {string.Join(", ", ShippedRoles.All.Keys)}" };
        var subscription = new Option<string?>("--subscription") { Description = "the subscription it can be given on, by id or name; the one in use where left out", HelpName = "NAME" };
        var environment = new Option<string?>("--environment") { Description = "which Azure; the one in use where left out", HelpName = "NAME" };
        var file = new Option<string?>("--out") { Description = "write it to a file", HelpName = "FILE" };
        return new Verb("show", "Prints a role as 'az role definition create --role-definition @FILE' and 'New-AzRoleDefinition -InputFile FILE' read it.", "azsreg role show registration --out role.json", (context, parsed, _) =>
        {
            var name = parsed.GetRequiredValue(which);
            if (!ShippedRoles.All.TryGetValue(name, out var role))
                throw new CataloguedException(ErrorCatalogue.InvalidOption, $"There is no role '{name}'.", ["azsreg role list"]);
            using var operation = new OperatorContext(context.Data, context.Clock);
            if (role.IsCustom && SubscriptionOf(operation, parsed.GetValue(environment), parsed.GetValue(subscription)) is { } id) role = role.For(id);
            var json = ShippedRoles.ToJson(role);
            if (parsed.GetValue(file) is { } path)
            {
                TextFiles.Write(path, json + "\n");
                if (context.IsJson) context.WriteJson(new { path = Path.GetFullPath(path), role });
                else context.WriteLine($"Written to {Path.GetFullPath(path)}.{(role.AssignableScopes.Any(scope => scope.Contains('<', StringComparison.Ordinal)) ? $" Replace {ShippedRoles.SubscriptionPlaceholder} first." : "")}");
                return Task.CompletedTask;
            }

            if (context.IsJson) context.WriteJson(role);
            else context.Io.Out.WriteLine(json);
            return Task.CompletedTask;
        })
        {
            which, subscription, environment, file,
        };
    }

    /// <summary>The subscription named, else the one in use; null where nobody is signed in, so that the placeholder stays.</summary>
    private static string? SubscriptionOf(OperatorContext operation, string? environment, string? subscription)
    {
        if (Guid.TryParse(subscription, out var id)) return id.ToString();
        var realm = operation.Environments.Get(environment).Name;
        return subscription is not null ? operation.Accounts.Find(realm, subscription).Subscription.Id : operation.Accounts.Current(realm)?.Subscription?.Id;
    }
}
