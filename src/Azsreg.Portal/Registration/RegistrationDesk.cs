using Azsreg.Operator.Registration;
using Azsreg.Portal.Region;
using Azsreg.Portal.Work;
using Azsreg.Protocol;

namespace Azsreg.Portal.Registration;

/// <summary>Registers, changes, renews and registers again: the workflow of <c>azsreg registration set</c>, from a form.</summary>
internal sealed class RegistrationDesk(DeskGround ground)
{
    /// <summary>The plan for what is filled in; what is missing where it is not enough yet.</summary>
    public async Task<PlanView> PlanAsync(RegistrationForm form, RegistrationView view, CancellationToken cancellationToken)
    {
        if (view.Work is { } running)
            return new PlanView { Fault = Busy(running) };
        var problems = form.Problems(view.SubscriptionOf(form.Subscription), view.Overview.Region.StampVersion);
        // An empty field is no mistake yet: what it is there for is asked for, and what is wrong is told.
        var wrong = problems.Where(problem => !problem.Code.StartsWith("Missing", StringComparison.Ordinal)).ToList();
        var missing = form.Missing();
        if (wrong.Count > 0 || missing.Count > 0)
            return new PlanView { Missing = missing, Problems = wrong };
        return await ground.PlanAsync(
            form.CloudAdmin, form.Subscription, form.IsByHand,
            async (sides, cancellation) =>
            {
                var workflow = new ConnectedRegistration(sides.Folder, sides.History, ground.Clock, Random.Shared);
                var (summary, report) = await workflow.PlanAsync(form.ToRequest(), sides.Azure, sides.Stamp, _ => { }, cancellation);
                return new PlanView
                {
                    Plan = report.Plan,
                    Billing = summary.Billing,
                    Command = form.ToCommand(ground.Stamp),
                    RunText = TitleOf(form.Intent, ground.Stamp),
                    RunPath = "/registration/run",
                    About =
                    [
                        new("Stamp", $"{summary.Stamp}, {summary.StampVersion}, {summary.StampNodes} {(summary.StampNodes == 1 ? "node" : "nodes")}"),
                        new("Azure", $"{summary.Environment}{(summary.StandsFor is { } name ? $", which {name} means here" : "")}, directory {summary.Directory}"),
                        new("Subscription", summary.SubscriptionName),
                        new("As", summary.Account),
                        new("Registration", summary.RegistrationName),
                        new("Through", summary.PrivilegedEndpointUrl?.AbsoluteUri ?? ""),
                    ],
                };
            },
            cancellationToken);
    }

    /// <summary>Starts the run of the plan that was shown.</summary>
    /// <exception cref="CataloguedException">Something is missing (AZR8014), or another run goes on (AZR8010).</exception>
    public Task<WorkItem> RunAsync(RegistrationForm form)
    {
        var missing = form.Missing();
        if (missing.Count > 0)
            throw new CataloguedException(ErrorCatalogue.FormIncomplete, $"Still missing: {string.Join(", ", missing)}.");
        if (form.PlanShown.Length == 0)
            throw new CataloguedException(ErrorCatalogue.FormIncomplete, "No plan was shown yet.");
        return ground.StartAsync(
            ConnectedRegistration.WorkflowName, TitleOf(form.Intent, ground.Stamp), $"/registration?do={form.Intent.ToString().ToLowerInvariant()}",
            form.CloudAdmin, form.Subscription,
            async (sides, teller, cancellation) =>
            {
                var workflow = new ConnectedRegistration(sides.Folder, sides.History, ground.Clock, Random.Shared);
                var outcome = await workflow.RunAsync(
                    form.ToRequest(), sides.Azure, sides.Stamp,
                    (plan, _) => Task.FromResult(DeskGround.DemandShown(form.PlanShown, plan)), teller.Observe, cancellation);
                return Told(outcome);
            });
    }

    /// <summary>What is said where a run is in the way.</summary>
    public static CataloguedException Busy(WorkItem running) => new(
        ErrorCatalogue.WorkUnderWay, $"'{running.Order.Title}', started by {running.Order.Person}, is still running.");

    private static string TitleOf(RegistrationIntent intent, string stamp) => intent switch
    {
        RegistrationIntent.Change => $"Change the registration of {stamp}",
        RegistrationIntent.Renew => $"Renew the registration of {stamp}",
        RegistrationIntent.Reregister => $"Register {stamp} again",
        _ => $"Register {stamp}",
    };

    private static WorkOutcome Told(RegistrationOutcome outcome)
    {
        var (summary, report) = (outcome.Summary, outcome.Report);
        var reading = summary.StampReading;
        List<WorkFact> facts =
        [
            new("Registration", summary.RegistrationName),
            new("Resource group", ArmResourceId.Parse(summary.RegistrationId).ResourceGroupName ?? ""),
            new("Subscription", $"{summary.SubscriptionName} ({summary.SubscriptionId})"),
            new("Billing model", $"{summary.BillingModel}, syndication {OnOff(summary.MarketplaceSyndication)}, usage reporting {OnOff(summary.UsageReporting)}"),
            new("Cloud id", summary.StampCloudId),
            new("Privileged endpoint", summary.PrivilegedEndpointUrl?.AbsoluteUri ?? ""),
        ];
        if (summary.AgreementNumber is { } agreement)
            facts.Add(new("Agreement", agreement));
        if (summary.MsAssetTag is { } tag)
            facts.Add(new("Asset tag", tag));
        if (reading.WasRead)
        {
            facts.Add(new("Activation", reading.ActivationState ?? ""));
            facts.Add(new("Alert 'Activation Required'", reading.ActivationRequiredAlert ?? ""));
            facts.Add(new("Marketplace", reading.MarketplaceItems is { } items ? $"{items} items" : summary.MarketplaceSyndication ? "not listed yet" : "off"));
        }

        return new WorkOutcome(report.Plan.ChangesAnything
            ? "The stamp is registered and activated."
            : "The stamp is registered and activated already; nothing was changed.")
        {
            Facts = facts,
            Notes = [summary.Billing, .. reading.WasRead ? [] : new[] { $"The stamp's own side was not read: {reading.WhyNot}." }],
            Links =
            [
                new("Region properties", "/region"),
                .. summary.MarketplaceSyndication ? [new WorkLink("Marketplace management", "/marketplace")] : Array.Empty<WorkLink>(),
            ],
        };
    }

    private static string OnOff(bool on) => on ? "on" : "off";
}
