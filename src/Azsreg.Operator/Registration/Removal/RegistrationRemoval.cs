using Azsreg.Hosting;
using Azsreg.Operator.History;
using Azsreg.Operator.Registration.Removal;
using Azsreg.Operator.Workflow;

namespace Azsreg.Operator.Registration;

/// <summary>Takes a stamp's registration away on both sides; a side that is gone already is fine.</summary>
public sealed class RegistrationRemoval(DataFolder folder, RegistrationHistory history, TimeProvider clock, Random random)
{
    /// <summary>The workflow's name, in journals.</summary>
    public const string WorkflowName = "registration-remove";

    private string JournalFolder => Path.Combine(folder.Operator, "journal");

    /// <summary>Says what a run would remove, and removes nothing.</summary>
    public async Task<RemovalOutcome> PlanAsync(
        RemovalRequest request, AzureSide azure, StampSide stamp, Action<WorkflowEvent> observe, CancellationToken cancellation)
    {
        await using var commands = new StampCommands(stamp.OpenSession, clock);
        var memory = WorkflowJournal.Peek(JournalFolder, WorkflowName, TargetOf(azure, stamp));
        var context = new RemovalContext(request, azure, stamp, commands, history, clock) { MemoryOf = memory };
        return Outcome(context, await Runner(observe).PlanAsync(context, memory, cancellation));
    }

    /// <summary>Removes activation, lock, registration and, where they are ours, principal and resource group.</summary>
    /// <param name="request">Which registration.</param>
    /// <param name="azure">The Azure side.</param>
    /// <param name="stamp">The stamp's side.</param>
    /// <param name="confirm">Asked once, with the plan, where something would be removed.</param>
    /// <param name="observe">Told the progress.</param>
    /// <param name="cancellation">Interrupts; the next run finishes.</param>
    /// <exception cref="Protocol.CataloguedException">It failed; the text says in what state things are.</exception>
    public async Task<RemovalOutcome> RunAsync(
        RemovalRequest request, AzureSide azure, StampSide stamp,
        Func<WorkflowPlan, CancellationToken, Task<bool>> confirm, Action<WorkflowEvent> observe, CancellationToken cancellation)
    {
        using var journal = WorkflowJournal.Open(JournalFolder, WorkflowName, TargetOf(azure, stamp), clock);
        await using var commands = new StampCommands(stamp.OpenSession, clock);
        var context = new RemovalContext(request, azure, stamp, commands, history, clock) { MemoryOf = journal.MemoryOf };
        var report = await Runner(observe).RunAsync(context, journal, confirm, cancellation);
        if (report.Applied) context.Reading = await StampReader.ReadAsync(stamp, clock, countProducts: false, cancellation);
        return Outcome(context, report);
    }

    internal static WorkflowDefinition<RemovalContext> Definition { get; } = new(
        WorkflowName,
        new FindStep(),
        new RemovalRightsStep(),
        new DeactivationStep(),
        new DeletionStep(),
        new PrincipalRemovalStep(),
        new GroupRemovalStep());

    private WorkflowRunner<RemovalContext> Runner(Action<WorkflowEvent> observe) =>
        new(Definition, new StepRetry(FailureTranslation.IsTransient, clock, random), clock, observe) { Translate = FailureTranslation.Translate };

    private static string TargetOf(AzureSide azure, StampSide stamp) => $"{azure.Environment.Name} {azure.SubscriptionId} {stamp.Name}";

    private static RemovalOutcome Outcome(RemovalContext context, WorkflowReport report) => new(
        context.StampSide.Name,
        context.Stamp.Url,
        context.CloudId,
        context.Information?.Version.ToString(),
        context.Id?.ToString(),
        context.Subscription!.DisplayName,
        context.Reading,
        report);
}
