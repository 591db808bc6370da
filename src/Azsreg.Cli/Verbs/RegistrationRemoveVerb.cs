using System.CommandLine;
using Azsreg.AzureClient;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Hosting;
using Azsreg.Operator;
using Azsreg.Operator.History;
using Azsreg.Operator.Registration;
using Azsreg.Operator.Workflow;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg registration remove</c>.</summary>
internal static class RegistrationRemoveVerb
{
    public static Verb Create()
    {
        var stamp = new StampOptions();
        var target = new RegistrationTargetOptions();
        var plan = new Option<bool>("--plan") { Description = "say what would be removed, and remove nothing" };
        var gone = new Option<bool>("--stamp-is-gone") { Description = "the stamp does not exist any more: remove Azure's side alone" };
        var cloudId = new Option<string?>("--cloud-id") { Description = "the cloud id of a stamp that is gone", HelpName = "ID" };
        var confirmation = new Confirmation();
        var verb = new Verb("remove", "Ends a stamp's registration on both sides. The plan names marketplace items that the stamp drops with it.", "azsreg registration remove --stamp AzS-ERCS01", async (context, parsed, cancellationToken) =>
        {
            var request = new RemovalRequest
            {
                RegistrationName = target.Name(parsed), ResourceGroup = target.ResourceGroup(parsed), StampIsGone = parsed.GetValue(gone), CloudId = parsed.GetValue(cloudId),
            };
            if (request is { StampIsGone: false, CloudId: not null })
                throw new CataloguedException(ErrorCatalogue.InvalidOption, "--cloud-id goes with --stamp-is-gone only; a stamp that is there tells its own.");
            using var operation = new OperatorContext(context.Data, context.Clock);
            using var protector = SecretProtector.Open(context.Data);
            using var sides = Open(context, parsed, operation, stamp, target, request);
            var removal = new RegistrationRemoval(context.Data, new RegistrationHistory(context.Data, protector), context.Clock, Random.Shared);

            RemovalOutcome outcome;
            if (parsed.GetValue(plan))
            {
                outcome = await removal.PlanAsync(request, sides.Azure, sides.Stamp, _ => { }, cancellationToken);
            }
            else
            {
                using var progress = new RegistrationProgress(context);
                outcome = await removal.RunAsync(
                    request, sides.Azure, sides.Stamp,
                    (found, _) => Task.FromResult(progress.Pausing(() => Confirm(context, parsed, confirmation, sides, found))),
                    progress.Observe, cancellationToken);
            }

            Show(context, outcome, sides.Azure.Environment, parsed.GetValue(plan));
        })
        {
            plan, gone, cloudId,
        };
        stamp.AddTo(verb);
        target.AddTo(verb);
        confirmation.AddTo(verb);
        return verb;
    }

    private static RegistrationSides Open(
        CliContext context, ParseResult parsed, OperatorContext operation, StampOptions stamp, RegistrationTargetOptions target, RemovalRequest request)
    {
        var (environment, subscription) = (target.Environment(parsed), target.Subscription(parsed));
        if (request.StampIsGone)
            return RegistrationSides.OpenAzureOnly(operation, environment, subscription, request.RegistrationName ?? request.CloudId ?? "the stamp");
        var addresses = stamp.Addresses(operation, parsed);
        return RegistrationSides.Open(operation, environment, subscription, addresses, stamp.Credential(context, parsed, addresses));
    }

    private static bool Confirm(CliContext context, ParseResult parsed, Confirmation confirmation, RegistrationSides sides, WorkflowPlan plan)
    {
        RegistrationPlanText.WriteBeforeQuestion(context, plan);
        return confirmation.Ask(context, parsed, $"Remove the registration of {sides.Stamp.Name}?", typed: sides.Stamp.Name);
    }

    private static void Show(CliContext context, RemovalOutcome outcome, AzureEnvironment azure, bool planned)
    {
        if (context.IsJson)
        {
            context.WriteJson(new
            {
                outcome.Report.Applied,
                Changed = outcome.Report is { Applied: true, Plan.ChangesAnything: true },
                outcome.Report.ResumedFrom,
                Environment = azure.Name,
                azure.StandsFor,
                outcome.Stamp,
                outcome.PrivilegedEndpointUrl,
                outcome.StampCloudId,
                outcome.RegistrationId,
                outcome.SubscriptionName,
                outcome.StampReading.ActivationState,
                outcome.StampReading.ActivationRequiredAlert,
                StampNotRead = outcome.StampReading.WhyNot,
                Plan = RegistrationPlanText.ToObject(outcome.Report.Plan),
                ElapsedMilliseconds = RegistrationSetVerb.Timings(outcome.Report),
            });
            return;
        }

        if (planned)
        {
            context.WriteLine($"Remove the registration of stamp {RegistrationIds.Shorten(outcome.Stamp)} (cloud id {RegistrationIds.Shorten(outcome.StampCloudId)}, {outcome.StampVersion ?? "gone"})");
            context.WriteLine($"  from {outcome.SubscriptionName} in {azure.Told}{(outcome.PrivilegedEndpointUrl is { } url ? $", through {url}" : "")}");
            RegistrationPlanText.WriteOnly(context, outcome.Report.Plan);
            return;
        }

        context.WriteLine();
        if (!outcome.Report.Applied)
        {
            context.WriteLine("Nothing was changed.");
            return;
        }

        context.WriteLine(outcome.Report.Plan.ChangesAnything
            ? "The stamp is not registered any more."
            : "The stamp was not registered; nothing was changed.");
        var reading = outcome.StampReading;
        var block = new Block("  ")
            .Add("Azure", azure.Told)
            .Add("registration", outcome.RegistrationId is null ? "Azure had none" : Cell.Good("gone from Azure"))
            .Add("activation", reading.WasRead ? reading.ActivationState : Cell.Wait($"{(outcome.StampVersion is null ? "not asked" : "removed; the stamp was not read")}: {reading.WhyNot}"))
            .Add("alert 'Activation Required'", reading.WasRead ? reading.ActivationRequiredAlert : "not read");
        if (outcome.PrivilegedEndpointUrl is { } endpoint) block.Add("privileged endpoint", endpoint.AbsoluteUri);
        context.WriteBlock(block);
        foreach (var note in outcome.Report.Plan.Notes)
        {
            foreach (var line in Paragraph.Wrap(note, "")) context.WriteLine(line);
        }

        if (outcome.StampVersion is not null) context.WriteLine("Under pay-as-you-use the licence obliges to register the stamp again.");
    }
}
