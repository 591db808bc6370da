using Azsreg.Hosting;
using Azsreg.Operator.Offline.Steps;
using Azsreg.Operator.Registration;
using Azsreg.Operator.Workflow;

namespace Azsreg.Operator.Offline;

/// <summary>Ends a stamp's activation (<c>Remove-AzsActivationResource</c>). Knows of no Azure and asks none.</summary>
public sealed class OfflineDeactivation(DataFolder folder, TimeProvider clock, Random random)
{
    /// <summary>The workflow's name, in journals.</summary>
    public const string WorkflowName = "offline-deactivate";

    private string JournalFolder => Path.Combine(folder.Operator, "journal");

    /// <summary>Says what a run would do, and does nothing.</summary>
    public async Task<OfflineDeactivationOutcome> PlanAsync(StampSide stamp, Action<WorkflowEvent> observe, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(stamp);
        await using var commands = new StampCommands(stamp.OpenSession, clock);
        var context = new OfflineDeactivationContext(stamp, commands, clock);
        var memory = WorkflowJournal.Peek(JournalFolder, WorkflowName, stamp.Name);
        return Outcome(context, await Runner(observe).PlanAsync(context, memory, cancellation));
    }

    /// <summary>Ends the activation and proves it.</summary>
    /// <param name="stamp">The stamp.</param>
    /// <param name="confirm">Asked once, with the plan, where something would change.</param>
    /// <param name="observe">Told the progress.</param>
    /// <param name="cancellation">Interrupts; the next run finishes.</param>
    /// <exception cref="Protocol.CataloguedException">It failed; the text says in what state things are.</exception>
    public async Task<OfflineDeactivationOutcome> RunAsync(
        StampSide stamp, Func<WorkflowPlan, CancellationToken, Task<bool>> confirm, Action<WorkflowEvent> observe, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(stamp);
        using var journal = WorkflowJournal.Open(JournalFolder, WorkflowName, stamp.Name, clock);
        await using var commands = new StampCommands(stamp.OpenSession, clock);
        var context = new OfflineDeactivationContext(stamp, commands, clock);
        return Outcome(context, await Runner(observe).RunAsync(context, journal, confirm, cancellation));
    }

    internal static WorkflowDefinition<OfflineDeactivationContext> Definition { get; } = new(
        WorkflowName,
        new OfflineStampStep<OfflineDeactivationContext>(),
        new OfflineDeactivationStep());

    private WorkflowRunner<OfflineDeactivationContext> Runner(Action<WorkflowEvent> observe) =>
        new(Definition, new StepRetry(FailureTranslation.IsTransient, clock, random), clock, observe) { Translate = FailureTranslation.Translate };

    private static OfflineDeactivationOutcome Outcome(OfflineDeactivationContext context, WorkflowReport report) => new(
        context.Side.Name, context.Commands.Url, context.Information.CloudId, context.Information.Version.ToString(), context.RegistrationId, context.Reading, report);
}
