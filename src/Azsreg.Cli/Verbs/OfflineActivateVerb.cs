using System.CommandLine;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Operator;
using Azsreg.Operator.Offline;
using Azsreg.Operator.Workflow;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg offline activate</c>: the fourth step, at the stamp.</summary>
internal static class OfflineActivateVerb
{
    public static Verb Create()
    {
        var stamp = new StampOptions();
        var file = new Option<string>("--key-file") { Description = "the file with the activation key; - reads standard input", HelpName = "FILE", Required = true };
        var plan = new Option<bool>("--plan") { Description = "say what would change, and change nothing" };
        var confirmation = new Confirmation();
        var verb = new Verb("activate", "At the stamp: activates it with the key that was carried over. Needs no sign-in to Azure and reaches none.", "azsreg offline activate --stamp AzS-ERCS01 --key-file key.txt", async (context, parsed, cancellationToken) =>
        {
            var path = parsed.GetRequiredValue(file);
            var key = path == "-"
                ? CarriedFile.ReadKey(System.Text.Encoding.UTF8.GetBytes(OfflineTokenInput.StandardInput(context.Io.In)), "Standard input")
                : CarriedFiles.ReadKey(path);
            using var operation = new OperatorContext(context.Data, context.Clock);
            var addresses = stamp.Addresses(operation, parsed);
            using var side = OfflineStamp.Open(operation, addresses, stamp.Credential(context, parsed, addresses));
            var workflow = new OfflineActivation(context.Data, context.Clock, Random.Shared);
            if (parsed.GetValue(plan))
            {
                Show(context, await workflow.PlanAsync(key, side.Side, _ => { }, cancellationToken), stamp.Arguments(parsed));
                return;
            }

            OfflineActivationOutcome outcome;
            using (var progress = new RegistrationProgress(context))
            {
                outcome = await workflow.RunAsync(
                    key, side.Side,
                    (found, _) => Task.FromResult(progress.Pausing(() => Confirm(context, parsed, confirmation, side.Side.Name, key, found))),
                    progress.Observe, cancellationToken);
            }

            Show(context, outcome, stamp.Arguments(parsed));
        })
        {
            file, plan,
        };
        stamp.AddTo(verb);
        confirmation.AddTo(verb);
        return verb;
    }

    private static bool Confirm(CliContext context, ParseResult parsed, Confirmation confirmation, string stamp, CarriedKey key, WorkflowPlan plan)
    {
        if (!context.Io.IsInteractive) return true;
        RegistrationPlanText.WriteBeforeQuestion(context, plan);
        return confirmation.Ask(context, parsed, $"Activate {stamp} with the key of {RegistrationIds.Shorten(key.Key.RegistrationName)}?");
    }

    private static void Show(CliContext context, OfflineActivationOutcome outcome, string stampArguments)
    {
        var key = outcome.Key.Key;
        var next = Next(outcome, stampArguments);
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
                outcome.Key.RegistrationId,
                key.RegistrationName,
                ResourceGroup = key.ResourceGroupName,
                key.SubscriptionId,
                key.BillingModel,
                key.AgreementNumber,
                key.Expires,
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
            context.WriteLine($"Activate stamp {outcome.Stamp} (cloud id {RegistrationIds.Shorten(outcome.CloudId)}, {outcome.StampVersion})");
            context.WriteLine($"  with the key of {key.RegistrationName}");
            RegistrationPlanText.WriteOnly(context, outcome.Report.Plan);
            return;
        }

        context.WriteLine();
        context.WriteLine(outcome.Report.Plan.ChangesAnything
            ? "The stamp is registered and activated, without a line to Azure."
            : "The stamp was active with this registration already and has the key again.");
        var reading = outcome.StampReading;
        context.WriteBlock(new Block("  ")
            .Add("registration", key.RegistrationName)
            .Add("resource group", key.ResourceGroupName)
            .Add("subscription", key.SubscriptionId)
            .Add("stamp", $"{outcome.Stamp}, {outcome.StampVersion}")
            .Add("cloud id", outcome.CloudId)
            .Add("billing model", key.BillingModel + (key.AgreementNumber is { } number ? $", agreement {number}" : ""))
            .Add("expires", OfflineInspectVerb.Expiry(key, context.Clock.GetUtcNow()))
            .Add("activation", reading.WasRead ? Cell.Good(reading.ActivationState ?? "") : Cell.Wait($"done; the stamp was not read: {reading.WhyNot}"))
            .Add("alert 'Activation Required'", reading.WasRead ? reading.ActivationRequiredAlert ?? "" : "not read")
            .Add("privileged endpoint", outcome.PrivilegedEndpointUrl?.AbsoluteUri ?? ""));
        next.Write(context);
    }

    private static OfflineNextStep Next(OfflineActivationOutcome outcome, string stampArguments)
    {
        var key = outcome.Key.Key;
        var renewal = $"azsreg offline token{stampArguments} --billing-model {key.BillingModel}"
            + OfflineNextStep.Option("--agreement-number", key.AgreementNumber) + OfflineNextStep.Option("--ms-asset-tag", key.MsAssetTag);
        return new OfflineNextStep(
            "Nothing is left to do.",
            null,
            $"Keep the registration's name ({key.RegistrationName}), its subscription and the token's file: by them it is removed one day.")
        {
            Renewal = renewal,
        };
    }
}
