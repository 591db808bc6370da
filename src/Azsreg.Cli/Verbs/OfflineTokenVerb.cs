using System.CommandLine;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Operator;
using Azsreg.Operator.Offline;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg offline token</c>: the first step, at the stamp.</summary>
internal static class OfflineTokenVerb
{
    private const string Example = "azsreg offline token --stamp AzS-ERCS01 --billing-model Capacity --agreement-number NUMBER --out token.txt";
    private static readonly BillingModel[] Models = [BillingModel.Capacity, BillingModel.Development, BillingModel.Custom];

    public static Verb Create()
    {
        var stamp = new StampOptions();
        var model = new Option<string>("--billing-model") { Description = "how the stamp is paid for", HelpName = string.Join('|', Models), Required = true };
        var agreement = new Option<string?>("--agreement-number") { Description = "the enterprise agreement; with Capacity", HelpName = "NUMBER" };
        var tag = new Option<string?>("--ms-asset-tag") { Description = "the asset tag; with Custom", HelpName = "TAG" };
        var environment = new Option<string?>("--environment") { Description = "the Azure the token will be taken to; the one in use where left out. It is not reached", HelpName = "NAME" };
        var output = new Option<string?>("--out") { Description = "the file to write; - prints the token and nothing else, as does a pipe where this is left out", HelpName = "FILE" };
        var force = new Option<bool>("--force") { Description = "replace whatever file is there" };
        var syndication = new Option<string?>("--marketplace-syndication") { Description = "off; a disconnected stamp has none", HelpName = "off" };
        var usage = new Option<string?>("--usage-reporting") { Description = "off; a disconnected stamp has none", HelpName = "off" };
        var plan = new Option<bool>("--plan") { Description = "say what would be done, and do nothing" };
        var verb = new Verb("token", "At the stamp: has it make the registration token that is carried to Azure.", Example, async (context, parsed, cancellationToken) =>
        {
            DemandOff(parsed, syndication);
            DemandOff(parsed, usage);
            using var operation = new OperatorContext(context.Data, context.Clock);
            var toOutput = parsed.GetValue(output) is { } file ? file == "-" : context is { IsJson: false, Io.IsOutputTerminal: false } && !parsed.GetValue(plan);
            var request = new OfflineTokenRequest
            {
                BillingModel = ModelOf(parsed.GetRequiredValue(model)),
                AgreementNumber = parsed.GetValue(agreement),
                MsAssetTag = parsed.GetValue(tag),
                Environment = operation.Environments.Get(parsed.GetValue(environment)).Environment,
                File = parsed.GetValue(output),
                ToOutput = toOutput,
                Force = parsed.GetValue(force),
            };
            var addresses = stamp.Addresses(operation, parsed);
            using var side = OfflineStamp.Open(operation, addresses, stamp.Credential(context, parsed, addresses));
            var workflow = new OfflineToken(context.Data, context.Clock, Random.Shared);
            if (parsed.GetValue(plan))
            {
                Show(context, await workflow.PlanAsync(request, side.Side, _ => { }, cancellationToken), request, stamp.Arguments(parsed));
                return;
            }

            using var teller = toOutput && !context.IsJson ? context.ToError() : null;
            OfflineTokenOutcome outcome;
            using (var progress = new RegistrationProgress(teller ?? context))
                outcome = await workflow.RunAsync(request, side.Side, progress.Observe, cancellationToken);
            if (toOutput && !context.IsJson)
                context.WriteLine(outcome.Token!.Text.Reveal());
            Show(teller ?? context, outcome, request, stamp.Arguments(parsed));
        })
        {
            model, agreement, tag, environment, output, force, syndication, usage, plan,
        };
        stamp.AddTo(verb);
        return verb;
    }

    private static BillingModel ModelOf(string text) =>
        Enum.GetNames<BillingModel>().FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is not { } known
            ? throw new CataloguedException(ErrorCatalogue.InvalidOption, $"--billing-model '{text}' is none of {string.Join(", ", Models)}.")
            : Enum.Parse<BillingModel>(known) is var model && Models.Contains(model)
                ? model
                : throw new CataloguedException(
                    ErrorCatalogue.BillingRulesBroken,
                    $"BillingModelNotDisconnected: {model} is billed over a line to Azure; a disconnected stamp takes {string.Join(", ", Models)}.");

    private static void DemandOff(ParseResult parsed, Option<string?> option)
    {
        switch (parsed.GetValue(option)?.ToLowerInvariant())
        {
            case null or "off" or "false":
                return;
            case "on" or "true":
                throw new CataloguedException(ErrorCatalogue.FeatureNeedsLine, $"{option.Name} on was asked for.");
            case var other:
                throw new CataloguedException(ErrorCatalogue.InvalidOption, $"{option.Name} is off, not '{other}'.");
        }
    }

    private static void Show(CliContext context, OfflineTokenOutcome outcome, OfflineTokenRequest request, string stampArguments)
    {
        var next = Next(outcome, request, stampArguments);
        if (context.IsJson)
        {
            context.WriteJson(ToObject(context, outcome, request, next));
            return;
        }

        if (!outcome.Report.Applied)
        {
            context.WriteLine($"Registration token of stamp {outcome.Stamp} (cloud id {RegistrationIds.Shorten(outcome.CloudId)}, {outcome.StampVersion}, {outcome.Nodes} node{(outcome.Nodes == 1 ? "" : "s")})");
            context.WriteLine();
            RegistrationPlanText.Write(context, outcome.Report.Plan);
            context.WriteLine("Nothing was done.");
            return;
        }

        var token = outcome.Token!;
        context.WriteLine();
        context.WriteLine("The registration token is made.");
        var block = new Block("  ")
            .Add("stamp", $"{outcome.Stamp}, {outcome.StampVersion}, {outcome.Nodes} node{(outcome.Nodes == 1 ? "" : "s")}")
            .Add("cloud id", outcome.CloudId)
            .Add("billing model", request.BillingModel + (request.AgreementNumber is { } number ? $", agreement {number}" : "") + (request.MsAssetTag is { } tag ? $", asset tag {tag}" : ""))
            .Add("features", "marketplace syndication off, usage reporting off")
            .Add("signed", token.SignerKey is { } key ? Cell.Good($"by the stamp's key {key}") : Cell.Wait($"no: a token of version {token.Token.Version} is not"))
            .Add("privileged endpoint", outcome.PrivilegedEndpointUrl?.AbsoluteUri);
        if (outcome.File is not null) block.Add("file", outcome.File);
        context.WriteBlock(block);
        next.Write(context);
    }

    private static OfflineNextStep Next(OfflineTokenOutcome outcome, OfflineTokenRequest request, string stampArguments)
    {
        var file = outcome.File is null ? "FILE" : OfflineNextStep.Quoted(Path.GetFileName(outcome.File));
        // An unsigned token has nothing in it that would show damage; its digest travels in the command.
        var digest = outcome.Token is { Seal: TokenSeal.None } token ? $" --sha256 {token.Fingerprint}" : "";
        var renewal = $"azsreg offline token{stampArguments} --billing-model {request.BillingModel}"
            + OfflineNextStep.Option("--agreement-number", request.AgreementNumber) + OfflineNextStep.Option("--ms-asset-tag", request.MsAssetTag);
        return new OfflineNextStep(
            $"{OfflineNextStep.AtAzure}, with the file carried there"
            + (request.BillingModel == BillingModel.Capacity ? ", for a subscription of the enterprise agreement" : ""),
            $"azsreg offline register --token-file {file}{digest}",
            "Keep the file: the registration can be removed by it later, also when the stamp is gone.")
        {
            Renewal = renewal,
        };
    }

    private static object ToObject(CliContext context, OfflineTokenOutcome outcome, OfflineTokenRequest request, OfflineNextStep next) => new
    {
        outcome.Report.Applied,
        Changed = outcome.Report is { Applied: true, Plan.ChangesAnything: true },
        outcome.Report.ResumedFrom,
        Date = outcome.Token?.Token.IssuedAt ?? context.Clock.GetUtcNow(),
        outcome.Stamp,
        outcome.PrivilegedEndpointUrl,
        outcome.CloudId,
        outcome.StampVersion,
        outcome.Nodes,
        RegistrationName = WellKnown.DefaultRegistrationName(outcome.CloudId),
        request.BillingModel,
        request.AgreementNumber,
        request.MsAssetTag,
        MarketplaceSyndication = false,
        UsageReporting = false,
        TokenVersion = outcome.Token?.Token.Version,
        outcome.Token?.SignerKey,
        Sha256 = outcome.Token?.Fingerprint,
        outcome.File,
        Token = outcome.File is null ? outcome.Token?.Text.Reveal() : null,
        NextStep = next.ToObject(),
        next.Keep,
        Plan = RegistrationPlanText.ToObject(outcome.Report.Plan),
        ElapsedMilliseconds = RegistrationSetVerb.Timings(outcome.Report),
    };
}
