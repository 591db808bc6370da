using Azsreg.AzureClient;
using Azsreg.Operator.Workflow;
using Azsreg.Protocol;

namespace Azsreg.Operator.Registration.Steps;

/// <summary>The resource group is there.</summary>
internal sealed class ResourceGroupStep : WorkflowStep<RegistrationContext>
{
    private static readonly TimeSpan PollEvery = TimeSpan.FromSeconds(2);

    /// <summary>A group with large things in it takes Azure minutes.</summary>
    private static readonly TimeSpan LongestDeletion = TimeSpan.FromMinutes(15);

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
        {
            var group = await context.Azure.Arm.ResourceGroups.TryGetAsync(context.Azure.SubscriptionId, name, cancellation);
            context.ResourceGroupLocation = IsBeingDeleted(group) ? null : group?.Location;
        }

        if (context.ResourceGroupLocation is null && context.Existing is not null)
            throw new CataloguedException(ErrorCatalogue.ResourceGroupBeingDeleted, $"'{name}' is being deleted, and with it the registration '{context.Id.Name}'.");
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
        await WaitForTheFormerAsync(context, scope, cancellation);
        var location = await LocationAsync(context, cancellation);
        var made = await context.Azure.Arm.ResourceGroups.PutAsync(
            context.Azure.SubscriptionId, context.Id.ResourceGroupName!, location, cancellation);
        context.ResourceGroupLocation = made.Value?.Location ?? location;
        return $"{context.Id.ResourceGroupName} made in {context.ResourceGroupLocation}";
    }

    /// <summary>A group that is being deleted takes nothing, and cannot be made before it is gone.</summary>
    private static async Task WaitForTheFormerAsync(RegistrationContext context, StepScope scope, CancellationToken cancellation)
    {
        var (name, started) = (context.Id.ResourceGroupName!, context.Clock.GetTimestamp());
        while (IsBeingDeleted(await context.Azure.Arm.ResourceGroups.TryGetAsync(context.Azure.SubscriptionId, name, cancellation)))
        {
            if (context.Clock.GetElapsedTime(started) > LongestDeletion)
                throw new CataloguedException(ErrorCatalogue.ResourceGroupBeingDeleted, $"'{name}' is still being deleted after {LongestDeletion.TotalMinutes:0} minutes.");
            scope.Report($"waiting until the former {name} is deleted");
            await Task.Delay(PollEvery, context.Clock, cancellation);
        }
    }

    internal static bool IsBeingDeleted(ResourceGroup? group) =>
        string.Equals(group?.Properties?.ProvisioningState, "Deleting", StringComparison.OrdinalIgnoreCase);

    /// <summary>Only while it is empty: what someone else has put into it since is not this run's.</summary>
    public override Task<string?> UndoAsync(RegistrationContext context, StepMemory memory, CancellationToken cancellation) =>
        EmptyGroup.RemoveAsync(context.Azure, context.Id.ResourceGroupName!, cancellation);

    /// <summary>The location asked for, or the environment's own, as the subscription names it.</summary>
    internal static async Task<string> LocationAsync(RegistrationContext context, CancellationToken cancellation)
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
