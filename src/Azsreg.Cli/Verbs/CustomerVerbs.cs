using System.CommandLine;
using Azsreg.AzureClient;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Operator;
using Azsreg.Operator.Registration;
using Azsreg.Operator.SignIn;
using Azsreg.Operator.Stamps;
using Azsreg.Operator.Usage;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg customer</c>: which tenant's usage is billed to which Azure subscription.</summary>
internal static class CustomerVerbs
{
    public static Command Create() => new("customer", "Whose usage is billed to which Azure subscription.") { Add(), List(), Remove(), CustomerPreviewVerb.Create() };

    /// <summary>Opens the registration a line is about.</summary>
    public static async Task<CustomerSubscriptions> OpenAsync(AzureSession session, RegistrationTargetOptions target, ParseResult parsed, CancellationToken cancellationToken) =>
        new(session, await RegistrationReader.GetAsync(session, target.ResourceGroup(parsed), target.Name(parsed), cancellationToken));

    private static Verb Add()
    {
        var target = new RegistrationTargetOptions();
        var customer = new Argument<string>("SUBSCRIPTION") { Description = "the customer's Azure subscription (CSP), by id" };
        var tenant = new Option<string>("--tenant") { Description = "the customer's directory, the tenant on the stamp", HelpName = "GUID", Required = true };
        var verb = new Verb(
            "add",
            "Has a tenant's usage billed to the customer's own Azure subscription from now on. A tenant has one: another one is replaced.",
            "azsreg customer add 1f0c… --tenant 3c00…",
            async (context, parsed, cancellationToken) =>
            {
                var (id, directory) = (Id(parsed.GetRequiredValue(customer), "SUBSCRIPTION"), Id(parsed.GetRequiredValue(tenant), "--tenant"));
                using var operation = new OperatorContext(context.Data, context.Clock);
                using var session = operation.OpenAzure(target.Environment(parsed), target.Subscription(parsed));
                await (await OpenAsync(session, target, parsed, cancellationToken)).AddAsync(id, directory, cancellationToken);
                if (context.IsJson)
                    context.WriteJson(new { SubscriptionId = id, TenantId = directory });
                else
                    context.WriteLine($"Usage of tenant {directory} is billed to {id} from now on.");
            })
        {
            customer, tenant,
        };
        target.AddTo(verb);
        return verb;
    }

    private static Verb List()
    {
        var target = new RegistrationTargetOptions();
        var verb = new Verb("list", "Lists the customers' subscriptions of a registration.", "azsreg customer list", async (context, parsed, cancellationToken) =>
        {
            using var operation = new OperatorContext(context.Data, context.Clock);
            using var session = operation.OpenAzure(target.Environment(parsed), target.Subscription(parsed));
            var all = await (await OpenAsync(session, target, parsed, cancellationToken)).ListAsync(cancellationToken);
            if (context.IsJson)
            {
                context.WriteJson(all.Select(one => new { SubscriptionId = CustomerSubscriptionOperations.SubscriptionOf(one), one.Properties.TenantId }));
                return;
            }

            if (all.Count == 0)
            {
                context.WriteLine("No tenant is mapped: all usage is billed to the registration's own subscription.");
                return;
            }

            var table = new Table("Tenant", "Billed to");
            foreach (var one in all)
                table.Add(one.Properties.TenantId, CustomerSubscriptionOperations.SubscriptionOf(one));
            context.WriteTable(table);
        });
        target.AddTo(verb);
        return verb;
    }

    private static Verb Remove()
    {
        var target = new RegistrationTargetOptions();
        var customer = new Argument<string>("SUBSCRIPTION") { Description = "the customer's Azure subscription, by id" };
        var verb = new Verb(
            "remove",
            "Has a tenant's usage billed to the registration's own subscription again, from now on.",
            "azsreg customer remove 1f0c…",
            async (context, parsed, cancellationToken) =>
            {
                var id = Id(parsed.GetRequiredValue(customer), "SUBSCRIPTION");
                using var operation = new OperatorContext(context.Data, context.Clock);
                using var session = operation.OpenAzure(target.Environment(parsed), target.Subscription(parsed));
                await (await OpenAsync(session, target, parsed, cancellationToken)).RemoveAsync(id, cancellationToken);
                if (context.IsJson)
                    context.WriteJson(new { SubscriptionId = id, Removed = true });
                else
                    context.WriteLine($"{id} is no longer billed for its tenant's usage; the registration's own subscription is.");
            })
        {
            customer,
        };
        target.AddTo(verb);
        return verb;
    }

    private static Guid Id(string text, string what) =>
        Guid.TryParse(text, out var id) ? id : throw new CataloguedException(ErrorCatalogue.InvalidOption, $"{what} '{text}' is no GUID.");
}
