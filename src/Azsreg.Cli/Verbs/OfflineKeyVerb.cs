using System.CommandLine;
using Azsreg.AzureClient;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Operator;
using Azsreg.Operator.Offline;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg offline key</c>: the third step, at Azure.</summary>
internal static class OfflineKeyVerb
{
    public static Verb Create()
    {
        var target = new OfflineTargetOptions();
        var output = new Option<string?>("--out") { Description = "the file to write; - prints the key and nothing else, as does a pipe where this is left out", HelpName = "FILE" };
        var force = new Option<bool>("--force") { Description = "replace whatever file is there" };
        var plan = new Option<bool>("--plan") { Description = "say what would be done, and do nothing" };
        var verb = new Verb("key", "At Azure: fetches the activation key that is carried back to the stamp.", "azsreg offline key --registration-name NAME --out key.txt", async (context, parsed, cancellationToken) =>
        {
            var toOutput = parsed.GetValue(output) is { } file ? file == "-" : context is { IsJson: false, Io.IsOutputTerminal: false } && !parsed.GetValue(plan);
            var request = new OfflineKeyRequest
            {
                Target = target.Target(context, parsed),
                File = parsed.GetValue(output),
                ToOutput = toOutput,
                Force = parsed.GetValue(force),
            };
            using var operation = new OperatorContext(context.Data, context.Clock);
            using var azure = OfflineAzure.Open(operation, target.Environment(parsed), target.Subscription(parsed));
            var workflow = new OfflineKey(context.Data, context.Clock, Random.Shared);
            if (parsed.GetValue(plan))
            {
                Show(context, await workflow.PlanAsync(request, azure, _ => { }, cancellationToken), azure.Side.Environment);
                return;
            }

            using var teller = toOutput && !context.IsJson ? context.ToError() : null;
            OfflineKeyOutcome outcome;
            using (var progress = new RegistrationProgress(teller ?? context))
                outcome = await workflow.RunAsync(request, azure, progress.Observe, cancellationToken);
            if (toOutput && !context.IsJson)
                context.WriteLine(outcome.Key!.Text.Reveal());
            Show(teller ?? context, outcome, azure.Side.Environment);
        })
        {
            output, force, plan,
        };
        target.AddTo(verb);
        return verb;
    }

    private static void Show(CliContext context, OfflineKeyOutcome outcome, AzureEnvironment azure)
    {
        var id = ArmResourceId.Parse(outcome.RegistrationId);
        var next = new OfflineNextStep(
            $"{OfflineNextStep.AtStamp}, with the file carried there",
            $"azsreg offline activate --key-file {(outcome.File is null ? "FILE" : OfflineNextStep.Quoted(Path.GetFileName(outcome.File)))}",
            "Add --stamp NAME or --privileged-endpoint NAME where several stamps are known there.",
            "The key can be fetched again at any time; nobody but this stamp can use it.");
        if (context.IsJson)
        {
            context.WriteJson(ToObject(context, outcome, azure, id, next));
            return;
        }

        if (!outcome.Report.Applied)
        {
            context.WriteLine($"Activation key of {id.Name} in {outcome.SubscriptionName}{OfflineTargetOptions.Of(azure)}");
            context.WriteLine();
            RegistrationPlanText.Write(context, outcome.Report.Plan);
            context.WriteLine("Nothing was done.");
            return;
        }

        context.WriteLine();
        context.WriteLine("The activation key is fetched.");
        var key = outcome.Key!.Key;
        var block = new Block("  ")
            .Add("registration", id.Name)
            .Add("resource group", id.ResourceGroupName ?? "")
            .Add("subscription", $"{outcome.SubscriptionName} ({id.SubscriptionId}){OfflineTargetOptions.Of(azure)}")
            .Add("cloud id", key.CloudId)
            .Add("billing model", key.BillingModel + (key.AgreementNumber is { } number ? $", agreement {number}" : ""))
            .Add("expires", OfflineInspectVerb.Expiry(key, context.Clock.GetUtcNow()))
            .Add("signed", $"by Azure's key {outcome.Key.KeyId}");
        if (outcome.File is not null) block.Add("file", outcome.File);
        context.WriteBlock(block);
        next.Write(context);
    }

    private static object ToObject(CliContext context, OfflineKeyOutcome outcome, AzureEnvironment azure, ArmResourceId id, OfflineNextStep next) => new
    {
        outcome.Report.Applied,
        Changed = outcome.Report is { Applied: true, Plan.ChangesAnything: true },
        outcome.Report.ResumedFrom,
        Date = context.Clock.GetUtcNow(),
        id.SubscriptionId,
        outcome.SubscriptionName,
        azure.StandsFor,
        outcome.RegistrationId,
        RegistrationName = id.Name,
        ResourceGroup = id.ResourceGroupName,
        outcome.CloudId,
        outcome.Key?.Key.BillingModel,
        outcome.Key?.Key.AgreementNumber,
        outcome.Key?.Key.Expires,
        outcome.Key?.KeyId,
        Sha256 = outcome.Key?.Fingerprint,
        outcome.File,
        ActivationKey = outcome.File is null ? outcome.Key?.Text.Reveal() : null,
        NextStep = next.ToObject(),
        next.Keep,
        Plan = RegistrationPlanText.ToObject(outcome.Report.Plan),
        ElapsedMilliseconds = RegistrationSetVerb.Timings(outcome.Report),
    };
}
