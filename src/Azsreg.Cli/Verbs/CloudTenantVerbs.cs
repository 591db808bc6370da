using System.CommandLine;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg cloud tenant add|list|remove</c>.</summary>
internal static class CloudTenantVerbs
{
    public static Command Create() => new("tenant", "The organisations of this Azure side.") { Add(), List(), Remove() };

    private static Verb Add()
    {
        var name = new Argument<string>("NAME") { Description = "the organisation's name" };
        var domain = new Option<string[]>("--domain") { Description = "a domain name of its users; the first is the initial one", HelpName = "NAME", Required = true };
        var id = new Option<string?>("--id") { Description = "its id; a new one where left out", HelpName = "ID" };
        return CloudOwner.Verb("add", "Adds an organisation.", "azsreg cloud tenant add Contoso --domain contoso.example", async (context, parsed, cloud, cancellationToken) =>
        {
            var tenant = await cloud.Directory.CreateTenantAsync(
                CloudOwner.Id(context, parsed.GetValue(id)), parsed.GetRequiredValue(name), parsed.GetRequiredValue(domain), cancellationToken);
            if (context.IsJson)
                context.WriteJson(tenant);
            else
                context.WriteLine($"{tenant.DisplayName} is tenant {tenant.Id}.");
        }, name, domain, id);
    }

    private static Verb List() => CloudOwner.Verb("list", "Lists the organisations.", "azsreg cloud tenant list", async (context, _, cloud, cancellationToken) =>
    {
        var all = await cloud.Directory.ListTenantsAsync(cancellationToken);
        if (context.IsJson)
        {
            context.WriteJson(all);
            return;
        }

        var table = new Table("Name", "Domains", "Id");
        foreach (var tenant in all)
            table.Add(tenant.DisplayName, string.Join(", ", tenant.Domains), tenant.Id.ToString());
        context.WriteTable(table);
    });

    private static Verb Remove()
    {
        var name = new Argument<string>("TENANT") { Description = "its id or a domain name" };
        var confirmation = new Confirmation();
        var verb = CloudOwner.Verb(
            "remove", "Removes an organisation with its users and applications, once it has no subscription.", "azsreg cloud tenant remove contoso.example",
            async (context, parsed, cloud, cancellationToken) =>
            {
                var tenant = await CloudOwner.TenantAsync(cloud, parsed.GetRequiredValue(name), cancellationToken);
                if (await cloud.Subscriptions.ListAsync(tenant.Id.ToString(), cancellationToken) is { Count: > 0 } subscriptions)
                {
                    throw new CataloguedException(
                        ErrorCatalogue.CloudOwnerConflict, $"{tenant.DisplayName} has {subscriptions.Count} subscription{(subscriptions.Count == 1 ? "" : "s")}.",
                        [.. subscriptions.Select(one => $"azsreg cloud subscription remove {one.SubscriptionId}")]);
                }

                if (!confirmation.Ask(context, parsed, $"Remove {tenant.DisplayName} with all its users and applications?", tenant.Domains[0]))
                    return;
                await cloud.Directory.DeleteTenantAsync(tenant.Id, cancellationToken);
                if (context.IsJson)
                    context.WriteJson(new { removed = tenant.Id });
                else
                    context.WriteLine($"{tenant.DisplayName} is removed.");
            },
            name);
        confirmation.AddTo(verb);
        return verb;
    }
}
