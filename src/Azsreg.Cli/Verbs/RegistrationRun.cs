using System.CommandLine;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Hosting;
using Azsreg.Operator;
using Azsreg.Operator.History;
using Azsreg.Operator.Registration;
using Azsreg.Operator.Workflow;

namespace Azsreg.Cli.Verbs;

/// <summary>Plans or runs the registration workflow for a verb: <c>set</c> and <c>renew</c> differ in what they ask for only.</summary>
internal sealed class RegistrationRun(StampOptions stamp, RegistrationTargetOptions target)
{
    private readonly Option<bool> _plan = new("--plan") { Description = "say what would change, and change nothing" };
    private readonly Confirmation _confirmation = new();

    public void AddTo(Command verb)
    {
        verb.Add(_plan);
        stamp.AddTo(verb);
        target.AddTo(verb);
        _confirmation.AddTo(verb);
    }

    public async Task RunAsync(CliContext context, ParseResult parsed, RegistrationRequest request, CancellationToken cancellationToken)
    {
        using var operation = new OperatorContext(context.Data, context.Clock);
        using var protector = SecretProtector.Open(context.Data);
        var addresses = stamp.Addresses(operation, parsed);
        using var sides = RegistrationSides.Open(
            operation, target.Environment(parsed), target.Subscription(parsed), addresses, stamp.Credential(context, parsed, addresses));
        var registration = new ConnectedRegistration(
            context.Data, new RegistrationHistory(context.Data, protector), context.Clock, Random.Shared);

        if (parsed.GetValue(_plan))
        {
            ShowPlan(context, await registration.PlanAsync(request, sides.Azure, sides.Stamp, _ => { }, cancellationToken), CommandOf(parsed));
            return;
        }

        RegistrationOutcome outcome;
        using (var progress = new RegistrationProgress(context))
        {
            outcome = await registration.RunAsync(
                request, sides.Azure, sides.Stamp,
                (found, _) => Task.FromResult(progress.Pausing(() => Confirm(context, parsed, sides, found))),
                progress.Observe, cancellationToken);
        }

        RegistrationSetVerb.ShowOutcome(context, outcome);
    }

    private static void ShowPlan(CliContext context, RegistrationOutcome outcome, string command)
    {
        if (context.IsJson)
        {
            context.WriteJson(RegistrationSetVerb.ToObject(outcome));
            return;
        }

        var summary = outcome.Summary;
        context.WriteLine($"Register stamp {summary.Stamp} (cloud id {RegistrationIds.Shorten(summary.StampCloudId)}, {summary.StampVersion}, {summary.StampNodes} node{(summary.StampNodes == 1 ? "" : "s")})");
        new Block("  ")
            .Add("with Azure", $"{RegistrationSetVerb.AzureNameOf(summary)}, directory {summary.Directory}")
            .Add("subscription", $"{summary.SubscriptionName} ({summary.SubscriptionId})")
            .Add("as", summary.Account)
            .Add("through", summary.PrivilegedEndpointUrl?.AbsoluteUri)
            .Write(context.Io.Out, context.Style);
        context.WriteLine();
        RegistrationPlanText.Write(context, outcome.Report.Plan);
        foreach (var line in Paragraph.Wrap($"Nothing was changed. {summary.Billing}", "")) context.WriteLine(line);
        if (outcome.Report.Plan.ChangesAnything) context.WriteLine($"Run it:  {command}");
    }

    /// <summary>A person at a terminal is asked; a pipeline has said what it wants by its options, and registering costs nothing.</summary>
    private bool Confirm(CliContext context, ParseResult parsed, RegistrationSides sides, WorkflowPlan plan)
    {
        if (!context.Io.IsInteractive) return true;
        RegistrationPlanText.WriteBeforeQuestion(context, plan);
        return _confirmation.Ask(context, parsed, $"Register {sides.Stamp.Name} with {sides.Azure.Environment.Told} as planned?");
    }

    private static string CommandOf(ParseResult parsed) =>
        "azsreg " + string.Join(' ', parsed.Tokens.Select(token => token.Value).Where(word => word != "--plan").Select(Quoted));

    private static string Quoted(string word) => word.Contains(' ', StringComparison.Ordinal) ? $"\"{word}\"" : word;
}
