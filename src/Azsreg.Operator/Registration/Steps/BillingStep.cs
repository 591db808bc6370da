using Azsreg.Operator.Workflow;
using Azsreg.Protocol;

namespace Azsreg.Operator.Registration.Steps;

/// <summary>All billing rules at once, before anything is touched.</summary>
internal sealed class BillingStep : WorkflowStep<RegistrationContext>
{
    public override string Name => "billing";

    public override string Title => "billing rules";

    public override IReadOnlyList<string> Needs => ["account", "stamp", "name"];

    public override async Task<StepCheck> CheckAsync(RegistrationContext context, StepMemory memory, CancellationToken cancellation)
    {
        var (values, problems) = ValueResolution.Resolve(
            context.Request, context.Kept, context.Information.Version, context.Subscription.SubscriptionPolicies?.QuotaId);
        if (problems.Count > 0 || values is null)
        {
            var lines = problems.Select(problem => $"{problem.Code}: {problem.Message}").ToList();
            if (await LocationProblemAsync(context, cancellation) is { } location) lines.Add(location);
            throw new CataloguedException(ErrorCatalogue.BillingRulesBroken, string.Join('\n', lines));
        }

        context.Values = values;
        var check = StepCheck.Passed(values.Model.ToString());
        if (context.Request.UsageReporting == true && !values.UsageReporting)
            check = check with { Notes = [$"Usage reporting stays off: {values.Model} does not report usage."] };
        // The obligation is worth a sentence only while it is not met.
        if (context.Existing is null)
        {
            check = check with
            {
                Notes = [.. check.Notes, "The stamp is not registered yet. Under pay-as-you-use the licence obliges to register it."],
            };
        }

        return check;
    }

    /// <summary>Told with the others, so that nobody has to come back for it.</summary>
    private static async Task<string?> LocationProblemAsync(RegistrationContext context, CancellationToken cancellation)
    {
        if (context.Request.Location is null) return null;
        try
        {
            await ResourceGroupStep.LocationAsync(context, cancellation);
            return null;
        }
        catch (CataloguedException unknown) when (unknown.Entry == ErrorCatalogue.UnknownResourceGroupLocation)
        {
            return $"UnknownResourceGroupLocation: {unknown.Detail}";
        }
    }
}
