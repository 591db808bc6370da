using System.CommandLine;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Hosting;
using Azsreg.Operator;
using Azsreg.Operator.History;
using Azsreg.Operator.Registration;
using Azsreg.Operator.SignIn;
using Azsreg.Operator.Status;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg registration show</c>.</summary>
internal static class RegistrationShowVerb
{
    public static Verb Create()
    {
        var target = new RegistrationTargetOptions();
        var stamp = new Option<string?>("--stamp") { Description = "the registration of this stamp", HelpName = "NAME" };
        var verb = new Verb("show", "Shows a registration as Azure has it.", "azsreg registration show", async (context, parsed, cancellationToken) =>
        {
            using var operation = new OperatorContext(context.Data, context.Clock);
            using var session = operation.OpenAzure(target.Environment(parsed), target.Subscription(parsed));
            var registration = parsed.GetValue(stamp) is { } name && target.Name(parsed) is null
                ? await OfStampAsync(context, operation, session, name, cancellationToken)
                : await RegistrationReader.GetAsync(session, target.ResourceGroup(parsed), target.Name(parsed), cancellationToken);
            var details = await RegistrationReader.DescribeAsync(session, registration, cancellationToken);
            if (context.IsJson)
            {
                context.WriteJson(new
                {
                    registration.Id,
                    registration.Name,
                    ResourceGroup = ArmResourceId.Parse(registration.Id).ResourceGroupName,
                    registration.Properties.CloudId,
                    registration.Properties.BillingModel,
                    registration.Properties.ObjectId,
                    registration.Etag,
                    Details = details,
                });
                return;
            }

            var block = new Block()
                .Add("name", registration.Name)
                .Add("resource group", ArmResourceId.Parse(registration.Id).ResourceGroupName)
                .Add("subscription", $"{session.Subscription!.Name} ({session.Subscription.Id})")
                .Add("Azure", session.Environment.Told)
                .Add("cloud id", registration.Properties.CloudId)
                .Add("billing model", registration.Properties.BillingModel)
                .Add("bridge principal", registration.Properties.ObjectId ?? "none (registered without a line)");
            if (details is not null)
            {
                block.Add("marketplace syndication", Word(details.MarketplaceSyndication)).Add("usage reporting", Word(details.UsageReporting));
                if (details.AgreementNumber is { } agreement) block.Add("agreement number", agreement);
                if (details.MsAssetTag is { } tag) block.Add("asset tag", tag);
                block.Add("activation key ends", details.Expires?.StartsWith("9999", StringComparison.Ordinal) == true ? "never" : details.Expires);
            }

            context.WriteBlock(block);
        })
        {
            stamp,
        };
        target.AddTo(verb);
        return verb;
    }

    private static async Task<Registration> OfStampAsync(
        CliContext context, OperatorContext operation, AzureSession session, string name, CancellationToken cancellationToken)
    {
        using var protector = SecretProtector.Open(context.Data);
        var reader = new StatusReader(operation, new RegistrationHistory(context.Data, protector));
        return await reader.FindRegistrationAsync(operation.Stamps.Get(name), session, cancellationToken)
            ?? throw new CataloguedException(
                ErrorCatalogue.RegistrationNotFound, $"{name} has no registration in {session.Subscription!.Name} that is known here.", ["azsreg registration list"]);
    }

    private static string Word(bool on) => on ? "on" : "off";
}
