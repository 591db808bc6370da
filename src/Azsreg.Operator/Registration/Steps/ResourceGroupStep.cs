using Azsreg.Operator.Workflow;
using Azsreg.Protocol;

namespace Azsreg.Operator.Registration.Steps;

/// <summary>The resource group is there.</summary>
internal sealed class ResourceGroupStep : WorkflowStep<RegistrationContext>
{
    public override string Name => "resource-group";

    public override string Title => "resource group";

    public override IReadOnlyList<string> Needs => ["name", "rights"];

    public override async Task<StepCheck> CheckAsync(RegistrationContext context, StepMemory memory, CancellationToken cancellation)
    {
        var name = context.Id.ResourceGroupName!;
        var wanted = context.Request.Location;
        var known = wanted is null && context.ResourceGroupLocation is not null ? null : await LocationAsync(context, cancellation);
        // The rights step has just looked; only after an act the answer can be another.
        if (memory.Touched)
            context.ResourceGroupLocation = (await context.Azure.Arm.ResourceGroups.TryGetAsync(context.Azure.SubscriptionId, name, cancellation))?.Location;
        if (context.ResourceGroupLocation is { } location)
        {
            if (wanted is not null && Normalized(wanted) != Normalized(location))
            {
                throw new CataloguedException(
                    ErrorCatalogue.InvalidOption,
                    $"Resource group '{name}' lies in {location} and cannot move to {known}. Leave --location out, or name another group with --resource-group.");
            }

            return StepCheck.InPlace($"resource group {name}", location);
        }

        return StepCheck.Needed(PlannedChange.Add($"resource group {name}", known));
    }

    public override async Task<string?> ActAsync(RegistrationContext context, StepScope scope, CancellationToken cancellation)
    {
        var location = await LocationAsync(context, cancellation);
        var made = await context.Azure.Arm.ResourceGroups.PutAsync(
            context.Azure.SubscriptionId, context.Id.ResourceGroupName!, location, cancellation);
        context.ResourceGroupLocation = made.Value?.Location ?? location;
        return $"{context.Id.ResourceGroupName} made in {context.ResourceGroupLocation}";
    }

    /// <summary>Only while it is empty: what someone else has put into it since is not this run's.</summary>
    public override Task<string?> UndoAsync(RegistrationContext context, StepMemory memory, CancellationToken cancellation) =>
        EmptyGroup.RemoveAsync(context.Azure, context.Id.ResourceGroupName!, cancellation);

    /// <summary>The location asked for, or the environment's own, as the subscription names it.</summary>
    private static async Task<string> LocationAsync(RegistrationContext context, CancellationToken cancellation)
    {
        var wanted = context.Request.Location ?? context.Azure.Environment.DefaultLocation;
        var names = new List<string>();
        await foreach (var one in context.Azure.Arm.Subscriptions.ListLocationsAsync(context.Azure.SubscriptionId, cancellation))
        {
            if (Normalized(one.Name) == Normalized(wanted) || Normalized(one.DisplayName) == Normalized(wanted)) return one.Name;
            names.Add(one.Name);
        }

        throw new CataloguedException(
            ErrorCatalogue.UnknownResourceGroupLocation, $"'{wanted}' is not available. Available locations: {string.Join(", ", names)}.");
    }

    // ARM compares locations without case and blanks: "West US" is "westus".
    private static string Normalized(string? location) => location is null ? "" : location.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
}
