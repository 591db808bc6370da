using Azsreg.Hosting;
using Azsreg.Operator.History;
using Azsreg.Operator.Offline.Steps;
using Azsreg.Operator.Registration;
using Azsreg.Operator.Registration.Removal;
using Azsreg.Operator.Workflow;

namespace Azsreg.Operator.Offline;

/// <summary>Removes a registration from Azure whose stamp is out of reach (<c>UnRegister-AzsEnvironment</c>).</summary>
public sealed class OfflineRemoval(DataFolder folder, RegistrationHistory history, TimeProvider clock, Random random)
{
    /// <summary>The workflow's name, in journals.</summary>
    public const string WorkflowName = "offline-unregister";

    private const string Command = "azsreg offline unregister";

    private string JournalFolder => Path.Combine(folder.Operator, "journal");

    /// <summary>Says what a run would remove, and removes nothing.</summary>
    public Task<OfflineRemovalOutcome> PlanAsync(
        RegistrationTarget target, OfflineAzure azure, Action<WorkflowEvent> observe, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(azure);
        return PlanAsync(target, azure.Side, azure, observe, cancellation);
    }

    /// <summary>Removes lock, registration and, where this program made it and nothing else is in it, the resource group.</summary>
    /// <param name="target">Which registration.</param>
    /// <param name="azure">The Azure side.</param>
    /// <param name="confirm">Asked once, with the plan, where something would be removed.</param>
    /// <param name="observe">Told the progress.</param>
    /// <param name="cancellation">Interrupts; the next run finishes.</param>
    /// <exception cref="Protocol.CataloguedException">It failed; the text says in what state things are.</exception>
    public Task<OfflineRemovalOutcome> RunAsync(
        RegistrationTarget target, OfflineAzure azure,
        Func<WorkflowPlan, CancellationToken, Task<bool>> confirm, Action<WorkflowEvent> observe, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(azure);
        return RunAsync(target, azure.Side, azure, confirm, observe, cancellation);
    }

    internal async Task<OfflineRemovalOutcome> PlanAsync(
        RegistrationTarget target, AzureSide azure, OfflineAzure? others, Action<WorkflowEvent> observe, CancellationToken cancellation)
    {
        var memory = WorkflowJournal.Peek(JournalFolder, WorkflowName, TargetOf(target, azure));
        await using var stamp = new StampCommands(OfflineRegistration.NotReached.OpenSession, clock);
        var context = Context(azure, stamp, memory);
        return Outcome(context, await Runner(target, azure, others, observe).PlanAsync(context, memory, cancellation));
    }

    internal async Task<OfflineRemovalOutcome> RunAsync(
        RegistrationTarget target, AzureSide azure, OfflineAzure? others,
        Func<WorkflowPlan, CancellationToken, Task<bool>> confirm, Action<WorkflowEvent> observe, CancellationToken cancellation)
    {
        using var journal = WorkflowJournal.Open(JournalFolder, WorkflowName, TargetOf(target, azure), clock);
        await using var stamp = new StampCommands(OfflineRegistration.NotReached.OpenSession, clock);
        var context = Context(azure, stamp, journal.MemoryOf);
        return Outcome(context, await Runner(target, azure, others, observe).RunAsync(context, journal, confirm, cancellation));
    }

    private RemovalContext Context(AzureSide azure, StampCommands stamp, Func<string, StepMemory> memory) =>
        new(new RemovalRequest(), azure, OfflineRegistration.NotReached, stamp, history, clock) { MemoryOf = memory };

    /// <summary>All but the first are the steps of a connected removal.</summary>
    private WorkflowRunner<RemovalContext> Runner(RegistrationTarget target, AzureSide azure, OfflineAzure? others, Action<WorkflowEvent> observe) => new(
        new WorkflowDefinition<RemovalContext>(
            WorkflowName,
            new OfflineFindStep(new RegistrationSearch(target, Command, azure, others)),
            new RemovalRightsStep(),
            new DeletionStep(),
            new GroupRemovalStep()),
        new StepRetry(FailureTranslation.IsTransient, clock, random),
        clock,
        observe) { Translate = FailureTranslation.Translate };

    private static string TargetOf(RegistrationTarget target, AzureSide azure) => $"{azure.Environment.Name} {azure.SubscriptionId} {target.Described}";

    private static OfflineRemovalOutcome Outcome(RemovalContext context, WorkflowReport report) => new(
        context.Id!.ToString(), context.CloudId, context.Azure.SubscriptionId, context.Subscription!.DisplayName,
        report.Plan.Changes.FirstOrDefault(change => change.Subject.StartsWith("registration ", StringComparison.Ordinal))?.Old, report);
}
