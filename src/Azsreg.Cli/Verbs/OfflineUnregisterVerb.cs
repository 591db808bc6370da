using System.CommandLine;
using Azsreg.AzureClient;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Hosting;
using Azsreg.Operator;
using Azsreg.Operator.History;
using Azsreg.Operator.Offline;
using Azsreg.Operator.Workflow;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg offline unregister</c>: the second step of the way back, at Azure.</summary>
internal static class OfflineUnregisterVerb
{
    public static Verb Create()
    {
        var target = new OfflineTargetOptions();
        var plan = new Option<bool>("--plan") { Description = "say what would be removed, and remove nothing" };
        var confirmation = new Confirmation();
        var verb = new Verb("unregister", "At Azure: removes the registration of a stamp that is not here, found by its name, its token or the stamp's cloud id.", "azsreg offline unregister --registration-name NAME", async (context, parsed, cancellationToken) =>
        {
            var meant = target.Target(context, parsed);
            using var operation = new OperatorContext(context.Data, context.Clock);
            using var protector = SecretProtector.Open(context.Data);
            using var azure = OfflineAzure.Open(operation, target.Environment(parsed), target.Subscription(parsed));
            var workflow = new OfflineRemoval(context.Data, new RegistrationHistory(context.Data, protector), context.Clock, Random.Shared);
            if (parsed.GetValue(plan))
            {
                Show(context, await workflow.PlanAsync(meant, azure, _ => { }, cancellationToken), azure.Side.Environment);
                return;
            }

            OfflineRemovalOutcome outcome;
            using (var progress = new RegistrationProgress(context))
            {
                outcome = await workflow.RunAsync(
                    meant, azure,
                    (found, _) => Task.FromResult(progress.Pausing(() => Confirm(context, parsed, confirmation, azure, found))),
                    progress.Observe, cancellationToken);
            }

            Show(context, outcome, azure.Side.Environment);
        })
        {
            plan,
        };
        target.AddTo(verb);
        confirmation.AddTo(verb);
        return verb;
    }

    private static bool Confirm(CliContext context, ParseResult parsed, Confirmation confirmation, OfflineAzure azure, WorkflowPlan plan)
    {
        RegistrationPlanText.WriteBeforeQuestion(context, plan);
        var name = plan.Changes.Select(change => change.Subject).FirstOrDefault(subject => subject.StartsWith("registration ", StringComparison.Ordinal))?["registration ".Length..];
        return confirmation.Ask(context, parsed, $"Remove {name ?? "what is left"} from {azure.Side.Environment.Told}?", typed: name);
    }

    private static void Show(CliContext context, OfflineRemovalOutcome outcome, AzureEnvironment azure)
    {
        var id = ArmResourceId.Parse(outcome.RegistrationId);
        var next = new OfflineNextStep(
            "Nothing is left to do here. To register the stamp again, start at it: azsreg offline token --billing-model MODEL.",
            null,
            "The token's file and the activation key are of no use any more.");
        if (context.IsJson)
        {
            context.WriteJson(new
            {
                outcome.Report.Applied,
                Changed = outcome.Report is { Applied: true, Plan.ChangesAnything: true },
                outcome.Report.ResumedFrom,
                Date = context.Clock.GetUtcNow(),
                outcome.SubscriptionId,
                outcome.SubscriptionName,
                azure.StandsFor,
                outcome.RegistrationId,
                RegistrationName = id.Name,
                ResourceGroup = id.ResourceGroupName,
                outcome.CloudId,
                outcome.BillingModel,
                File = (string?)null,
                NextStep = next.ToObject(),
                next.Keep,
                Plan = RegistrationPlanText.ToObject(outcome.Report.Plan),
                ElapsedMilliseconds = RegistrationSetVerb.Timings(outcome.Report),
            });
            return;
        }

        if (!outcome.Report.Applied)
        {
            context.WriteLine($"Remove registration {id.Name} of cloud id {outcome.CloudId}");
            context.WriteLine($"  from {outcome.SubscriptionName} ({outcome.SubscriptionId}){OfflineTargetOptions.Of(azure)}, resource group {id.ResourceGroupName}");
            RegistrationPlanText.WriteOnly(context, outcome.Report.Plan);
            return;
        }

        context.WriteLine();
        context.WriteLine(outcome.Report.Plan.ChangesAnything ? "The registration is removed." : "The registration was removed already; nothing was changed.");
        context.WriteBlock(new Block("  ")
            .Add("registration", Cell.Good($"{id.Name} is gone from Azure"))
            .Add("subscription", $"{outcome.SubscriptionName} ({outcome.SubscriptionId}){OfflineTargetOptions.Of(azure)}")
            .Add("cloud id", outcome.CloudId));
        foreach (var line in outcome.Report.Plan.Notes.SelectMany(note => Paragraph.Wrap(note, ""))) context.WriteLine(line);
        next.Write(context);
    }
}
