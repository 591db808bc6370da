using Azsreg.Operator.Registration;
using Azsreg.Portal.Region;
using Azsreg.Portal.Work;
using Azsreg.Protocol;

namespace Azsreg.Portal.Registration;

/// <summary>Removes a registration: the workflow of <c>azsreg registration remove</c>, from a form.</summary>
internal sealed class RemovalDesk(DeskGround ground)
{
    public async Task<PlanView> PlanAsync(RemovalForm form, RegistrationView view, CancellationToken cancellationToken)
    {
        if (view.Work is { } running)
            return new PlanView { Fault = RegistrationDesk.Busy(running) };
        var missing = form.Missing();
        if (missing.Count > 0)
            return new PlanView { Missing = missing };
        return await ground.PlanAsync(
            form.CloudAdmin, form.Subscription, form.IsByHand,
            async (sides, cancellation) =>
            {
                var outcome = await Workflow(sides).PlanAsync(RemovalForm.Request, sides.Azure, sides.Stamp, _ => { }, cancellation);
                return new PlanView
                {
                    Plan = outcome.Report.Plan,
                    Command = CommandText.Azsreg("registration", "remove", "--stamp", ground.Stamp, "--subscription", form.Subscription),
                    Confirmation = ConfirmationOf(view.Overview, ground.Stamp),
                    RunText = "Remove registration",
                    RunPath = "/registration/remove/run",
                    About =
                    [
                        new("Stamp", $"{outcome.Stamp}{(outcome.StampVersion is { } version ? $", {version}" : "")}"),
                        new("Subscription", outcome.SubscriptionName),
                        new("Registration", ArmResourceId.TryParse(outcome.RegistrationId, out var id) ? $"{id.Name} in {id.ResourceGroupName}" : "Azure has none"),
                        new("Through", outcome.PrivilegedEndpointUrl?.AbsoluteUri ?? ""),
                    ],
                };
            },
            cancellationToken);
    }

    /// <summary>Starts the run of the plan that was shown.</summary>
    /// <exception cref="CataloguedException">Something is missing (AZR8014), the name typed is another one (AZR8013), or another run goes on (AZR8010).</exception>
    public Task<WorkItem> RunAsync(RemovalForm form, StampOverview overview)
    {
        var missing = form.Missing();
        if (missing.Count > 0)
            throw new CataloguedException(ErrorCatalogue.FormIncomplete, $"Still missing: {string.Join(", ", missing)}.");
        if (form.PlanShown.Length == 0)
            throw new CataloguedException(ErrorCatalogue.FormIncomplete, "No plan was shown yet.");
        var wanted = ConfirmationOf(overview, ground.Stamp);
        if (form.Typed != wanted)
            throw new CataloguedException(ErrorCatalogue.ConfirmationDiffers, $"'{form.Typed}' was typed, and '{wanted}' is asked for.");
        return ground.StartAsync(
            RegistrationRemoval.WorkflowName, $"Remove the registration of {ground.Stamp}", "/registration/remove", form.CloudAdmin, form.Subscription,
            async (sides, teller, cancellation) =>
            {
                var outcome = await Workflow(sides).RunAsync(
                    RemovalForm.Request, sides.Azure, sides.Stamp,
                    (plan, _) => Task.FromResult(DeskGround.DemandShown(form.PlanShown, plan)), teller.Observe, cancellation);
                return Told(outcome);
            });
    }

    /// <summary>The registration's name; the stamp's where the stamp does not name one.</summary>
    public static string ConfirmationOf(StampOverview overview, string stamp) => overview.RegistrationId?.Name ?? overview.Region.RegistrationName ?? stamp;

    private RegistrationRemoval Workflow(DeskGround.Sides sides) => new(sides.Folder, sides.History, ground.Clock, Random.Shared);

    private static WorkOutcome Told(RemovalOutcome outcome)
    {
        var reading = outcome.StampReading;
        return new WorkOutcome(outcome.Report.Plan.ChangesAnything ? "The stamp is not registered any more." : "The stamp was not registered; nothing was changed.")
        {
            Facts =
            [
                new("Registration", outcome.RegistrationId is null ? "Azure had none" : "gone from Azure"),
                new("Activation", reading.WasRead ? reading.ActivationState ?? "" : $"removed; the stamp was not read: {reading.WhyNot}"),
                new("Alert 'Activation Required'", reading.WasRead ? reading.ActivationRequiredAlert ?? "" : "not read"),
            ],
            Notes = [.. outcome.Report.Plan.Notes, "Under pay-as-you-use the licence obliges to register the stamp again."],
            Links = [new("Register again", "/registration"), new("Region properties", "/region")],
        };
    }
}
