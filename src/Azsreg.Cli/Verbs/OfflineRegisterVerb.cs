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

/// <summary><c>azsreg offline register</c>: the second step, at Azure.</summary>
internal static class OfflineRegisterVerb
{
    public static Verb Create()
    {
        var token = new OfflineTokenInput();
        var target = new RegistrationTargetOptions();
        var location = new Option<string?>("--location") { Description = "where a resource group that has to be made lies", HelpName = "LOCATION" };
        var digest = new Option<string?>("--sha256") { Description = "what the token's SHA-256 has to be, as the stamp's side printed it", HelpName = "HEX" };
        var plan = new Option<bool>("--plan") { Description = "say what would change, and change nothing" };
        var confirmation = new Confirmation();
        var verb = new Verb("register", "At Azure: registers the stamp by the token that was carried over, or renews its registration. A second run changes nothing; an interrupted one is finished by the next.", "azsreg offline register --token-file token.txt", async (context, parsed, cancellationToken) =>
        {
            var carried = token.Read(context, parsed);
            DemandDigest(carried, parsed.GetValue(digest));
            var request = new OfflineRegistrationRequest
            {
                Token = carried,
                TokenArgument = token.Argument(parsed),
                RegistrationName = target.Name(parsed),
                ResourceGroup = target.ResourceGroup(parsed),
                Location = parsed.GetValue(location),
            };
            var place = OfflineNextStep.Option("--environment", target.Environment(parsed)) + OfflineNextStep.Option("--subscription", target.Subscription(parsed));
            using var operation = new OperatorContext(context.Data, context.Clock);
            using var protector = SecretProtector.Open(context.Data);
            using var azure = OfflineAzure.Open(operation, target.Environment(parsed), target.Subscription(parsed));
            var workflow = new OfflineRegistration(context.Data, new RegistrationHistory(context.Data, protector), context.Clock, Random.Shared);
            if (parsed.GetValue(plan))
            {
                Show(context, await workflow.PlanAsync(request, azure, _ => { }, cancellationToken), azure.Side.Environment, carried, place);
                return;
            }

            OfflineRegistrationOutcome outcome;
            using (var progress = new RegistrationProgress(context))
            {
                outcome = await workflow.RunAsync(
                    request, azure,
                    (found, _) => Task.FromResult(progress.Pausing(() => Confirm(context, parsed, confirmation, carried, azure, found))),
                    progress.Observe, cancellationToken);
            }

            Show(context, outcome, azure.Side.Environment, carried, place);
        })
        {
            location, digest, plan,
        };
        token.AddTo(verb);
        target.AddTo(verb);
        confirmation.AddTo(verb);
        return verb;
    }

    private static void DemandDigest(CarriedToken carried, string? expected)
    {
        if (expected is not null && !expected.Trim().Equals(carried.Fingerprint, StringComparison.OrdinalIgnoreCase))
            throw new CataloguedException(ErrorCatalogue.FingerprintDiffers, $"Its SHA-256 is {carried.Fingerprint}.");
    }

    /// <summary>A person at a terminal is asked; a pipeline has said what it wants by its options, and registering costs nothing.</summary>
    private static bool Confirm(CliContext context, ParseResult parsed, Confirmation confirmation, CarriedToken carried, OfflineAzure azure, WorkflowPlan plan)
    {
        if (!context.Io.IsInteractive) return true;
        RegistrationPlanText.WriteBeforeQuestion(context, plan);
        return confirmation.Ask(
            context, parsed, $"Register cloud id {RegistrationIds.Shorten(carried.Token.CloudId)} with {azure.Side.Environment.Told} as planned?");
    }

    private static void Show(CliContext context, OfflineRegistrationOutcome outcome, AzureEnvironment azure, CarriedToken carried, string place)
    {
        var next = Next(outcome, place);
        if (context.IsJson)
        {
            context.WriteJson(ToObject(outcome, azure, carried, next));
            return;
        }

        var plan = outcome.Report.Plan;
        if (!outcome.Report.Applied)
        {
            context.WriteLine($"Register cloud id {outcome.CloudId} ({outcome.StampVersion}, {outcome.Nodes} node{(outcome.Nodes == 1 ? "" : "s")})");
            new Block("  ")
                .Add("with Azure", $"{azure.Told}, directory {outcome.Directory}")
                .Add("subscription", $"{outcome.SubscriptionName} ({outcome.SubscriptionId})")
                .Add("as", outcome.Account)
                .Write(context.Io.Out, context.Style);
            RegistrationPlanText.WriteOnly(context, plan);
            return;
        }

        context.WriteLine();
        context.WriteLine(plan.ChangesAnything ? "The stamp is registered." : "The stamp is registered by this token already; nothing was changed.");
        context.WriteBlock(new Block("  ")
            .Add("registration", outcome.RegistrationName)
            .Add("resource group", outcome.ResourceGroup)
            .Add("subscription", $"{outcome.SubscriptionName} ({outcome.SubscriptionId})")
            .Add("Azure", $"{azure.Told} ({outcome.ResourceManagerUrl})")
            .Add("cloud id", outcome.CloudId)
            .Add("billing model", outcome.BillingModel + (outcome.AgreementNumber is { } number ? $", agreement {number}" : ""))
            .Add("nodes", outcome.Nodes.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        foreach (var line in plan.Notes.SelectMany(note => Paragraph.Wrap(note, ""))) context.WriteLine(line);
        next.Write(context);
    }

    private static OfflineNextStep Next(OfflineRegistrationOutcome outcome, string place) => new(
        "here",
        $"azsreg offline key --registration-name {OfflineNextStep.Quoted(outcome.RegistrationName)}{place} --out {OfflineNextStep.Quoted(OfflineKey.FileName(outcome.RegistrationName))}",
        $"Keep the registration's name ({outcome.RegistrationName}) and its subscription, or the token: the registration is found by them when it is to be removed. The token is kept here as well, encrypted (azsreg registration history).");

    private static object ToObject(OfflineRegistrationOutcome outcome, AzureEnvironment azure, CarriedToken carried, OfflineNextStep next) => new
    {
        outcome.Report.Applied,
        Changed = outcome.Report is { Applied: true, Plan.ChangesAnything: true },
        outcome.Report.ResumedFrom,
        outcome.Date,
        outcome.Environment,
        azure.StandsFor,
        outcome.ResourceManagerUrl,
        outcome.Directory,
        outcome.Account,
        outcome.SubscriptionId,
        outcome.SubscriptionName,
        outcome.RegistrationId,
        outcome.RegistrationName,
        outcome.ResourceGroup,
        outcome.CloudId,
        outcome.StampVersion,
        outcome.Nodes,
        outcome.BillingModel,
        outcome.AgreementNumber,
        carried.Token.MsAssetTag,
        TokenVersion = carried.Token.Version,
        Sha256 = carried.Fingerprint,
        File = (string?)null,
        NextStep = next.ToObject(),
        next.Keep,
        Plan = RegistrationPlanText.ToObject(outcome.Report.Plan),
        ElapsedMilliseconds = RegistrationSetVerb.Timings(outcome.Report),
    };
}
