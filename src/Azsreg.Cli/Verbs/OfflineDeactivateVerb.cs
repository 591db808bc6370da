using System.CommandLine;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Operator;
using Azsreg.Operator.Offline;
using Azsreg.Operator.Workflow;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg offline deactivate</c>: the first step of the way back, at the stamp.</summary>
internal static class OfflineDeactivateVerb
{
    public static Verb Create()
    {
        var stamp = new StampOptions();
        var plan = new Option<bool>("--plan") { Description = "say what would be removed, and remove nothing" };
        var confirmation = new Confirmation();
        var verb = new Verb("deactivate", "At the stamp: ends its activation. Needs no sign-in to Azure and reaches none; the registration there stays until it is removed.", "azsreg offline deactivate --stamp AzS-ERCS01", async (context, parsed, cancellationToken) =>
        {
            using var operation = new OperatorContext(context.Data, context.Clock);
            var addresses = stamp.Addresses(operation, parsed);
            using var side = OfflineStamp.Open(operation, addresses, stamp.Credential(context, parsed, addresses));
            var workflow = new OfflineDeactivation(context.Data, context.Clock, Random.Shared);
            if (parsed.GetValue(plan))
            {
                Show(context, await workflow.PlanAsync(side.Side, _ => { }, cancellationToken));
                return;
            }

            OfflineDeactivationOutcome outcome;
            using (var progress = new RegistrationProgress(context))
            {
                outcome = await workflow.RunAsync(
                    side.Side,
                    (found, _) => Task.FromResult(progress.Pausing(() => Confirm(context, parsed, confirmation, side.Side.Name, found))),
                    progress.Observe, cancellationToken);
            }

            Show(context, outcome);
        })
        {
            plan,
        };
        stamp.AddTo(verb);
        confirmation.AddTo(verb);
        return verb;
    }

    private static bool Confirm(CliContext context, ParseResult parsed, Confirmation confirmation, string stamp, WorkflowPlan plan)
    {
        RegistrationPlanText.WriteBeforeQuestion(context, plan);
        return confirmation.Ask(context, parsed, $"End the activation of {stamp}?", typed: stamp);
    }

    private static void Show(CliContext context, OfflineDeactivationOutcome outcome)
    {
        var id = ArmResourceId.TryParse(outcome.RegistrationId, out var known) ? known : null;
        var next = new OfflineNextStep(
            OfflineNextStep.AtAzure,
            id is null
                ? $"azsreg offline unregister --cloud-id {outcome.CloudId}"
                : $"azsreg offline unregister --registration-name {OfflineNextStep.Quoted(id.Name)} --subscription {id.SubscriptionId}",
            $"Keep the cloud id ({outcome.CloudId}) or the registration's name until the registration is removed.");
        if (context.IsJson)
        {
            context.WriteJson(new
            {
                outcome.Report.Applied,
                Changed = outcome.Report is { Applied: true, Plan.ChangesAnything: true },
                outcome.Report.ResumedFrom,
                Date = context.Clock.GetUtcNow(),
                outcome.Stamp,
                outcome.PrivilegedEndpointUrl,
                outcome.CloudId,
                outcome.StampVersion,
                outcome.RegistrationId,
                RegistrationName = id?.Name,
                id?.SubscriptionId,
                outcome.StampReading.ActivationState,
                outcome.StampReading.ActivationRequiredAlert,
                StampNotRead = outcome.StampReading.WhyNot,
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
            context.WriteLine($"End the activation of stamp {outcome.Stamp} (cloud id {RegistrationIds.Shorten(outcome.CloudId)}, {outcome.StampVersion})");
            RegistrationPlanText.WriteOnly(context, outcome.Report.Plan);
            return;
        }

        context.WriteLine();
        context.WriteLine(outcome.Report.Plan.ChangesAnything ? "The stamp is not activated any more." : "The stamp was not activated; nothing was changed.");
        var reading = outcome.StampReading;
        context.WriteBlock(new Block("  ")
            .Add("stamp", $"{outcome.Stamp}, {outcome.StampVersion}")
            .Add("cloud id", outcome.CloudId)
            .Add("registration", id?.Name ?? "not told; it is still on Azure if there was one")
            .Add("activation", reading.WasRead ? reading.ActivationState ?? "" : Cell.Wait($"removed; the stamp was not read: {reading.WhyNot}"))
            .Add("alert 'Activation Required'", reading.WasRead ? reading.ActivationRequiredAlert ?? "" : "not read")
            .Add("privileged endpoint", outcome.PrivilegedEndpointUrl?.AbsoluteUri ?? ""));
        next.Write(context);
    }
}
