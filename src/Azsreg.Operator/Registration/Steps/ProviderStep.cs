using Azsreg.Operator.Workflow;
using Azsreg.Protocol;

namespace Azsreg.Operator.Registration.Steps;

/// <summary>The subscription is registered for Microsoft.AzureStack. Never taken back: it costs nothing and others may need it by then.</summary>
internal sealed class ProviderStep : WorkflowStep<RegistrationContext>
{
    private const string Subject = "provider " + WellKnown.ProviderNamespace;
    private static readonly TimeSpan PollEvery = TimeSpan.FromSeconds(1);

    /// <summary>Azure takes up to some minutes.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    public override string Name => "provider";

    public override string Title => "resource provider";

    public override IReadOnlyList<string> Needs => ["account"];

    public override async Task<StepCheck> CheckAsync(RegistrationContext context, StepMemory memory, CancellationToken cancellation)
    {
        var provider = await context.Azure.Arm.Providers.GetAsync(context.Azure.SubscriptionId, WellKnown.ProviderNamespace, cancellation);
        context.ProviderRegistered = provider.IsRegistered;
        return provider.IsRegistered
            ? StepCheck.InPlace(Subject, "registered already")
            : StepCheck.Needed(PlannedChange.Add(Subject, "registered for the subscription"));
    }

    public override async Task<string?> ActAsync(RegistrationContext context, StepScope scope, CancellationToken cancellation)
    {
        var providers = context.Azure.Arm.Providers;
        var started = context.Clock.GetTimestamp();
        var provider = await providers.RegisterAsync(context.Azure.SubscriptionId, WellKnown.ProviderNamespace, cancellation);
        while (!provider.IsRegistered)
        {
            if (context.Clock.GetElapsedTime(started) > Longest)
            {
                throw new CataloguedException(
                    ErrorCatalogue.ProviderNotRegistered, $"It is still '{provider.RegistrationState}' after {Longest.TotalMinutes:0} minutes.");
            }

            scope.Report(provider.RegistrationState ?? "Registering");
            await Task.Delay(PollEvery, context.Clock, cancellation);
            provider = await providers.GetAsync(context.Azure.SubscriptionId, WellKnown.ProviderNamespace, cancellation);
        }

        context.ProviderRegistered = true;
        return "registered";
    }
}
