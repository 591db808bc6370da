using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Operator;
using Azsreg.Operator.Registration;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg registration list</c>.</summary>
internal static class RegistrationListVerb
{
    public static Verb Create()
    {
        var target = new RegistrationTargetOptions();
        var verb = new Verb("list", "Lists the registrations of the subscription in use.", "azsreg registration list", async (context, parsed, cancellationToken) =>
        {
            using var operation = new OperatorContext(context.Data, context.Clock);
            using var session = operation.OpenAzure(target.Environment(parsed), target.Subscription(parsed));
            var all = await RegistrationReader.ListAsync(session, target.ResourceGroup(parsed), cancellationToken);
            if (target.Name(parsed) is { } name) all = [.. all.Where(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase))];
            if (context.IsJson)
            {
                context.WriteJson(all.Select(one => new
                {
                    one.Id,
                    one.Name,
                    ResourceGroup = ArmResourceId.Parse(one.Id).ResourceGroupName,
                    one.Properties.CloudId,
                    one.Properties.BillingModel,
                    one.Properties.ObjectId,
                    one.Etag,
                }));
                return;
            }

            if (all.Count == 0)
            {
                context.WriteLine($"No stamp is registered in {session.Subscription!.Name}:  azsreg registration set --stamp NAME --billing-model MODEL");
                return;
            }

            var table = new Table("Name", "Resource group", "Billing model", "Cloud id");
            foreach (var one in all)
                table.Add(one.Name, ArmResourceId.Parse(one.Id).ResourceGroupName, one.Properties.BillingModel, RegistrationIds.Shorten(one.Properties.CloudId));
            context.WriteTable(table);
        });
        target.AddTo(verb);
        return verb;
    }
}
