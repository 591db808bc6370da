using Azsreg.Hosting;
using Azsreg.Operator.Offline.Steps;
using Azsreg.Operator.Registration;
using Azsreg.Operator.Workflow;
using Azsreg.Protocol;

namespace Azsreg.Operator.Offline;

/// <summary>Activates a stamp with a key that was carried over (<c>New-AzsActivationResource</c>). Knows of no Azure and asks none.</summary>
public sealed class OfflineActivation(DataFolder folder, TimeProvider clock, Random random)
{
    /// <summary>The workflow's name, in journals.</summary>
    public const string WorkflowName = "offline-activate";

    private string JournalFolder => Path.Combine(folder.Operator, "journal");

    /// <summary>Says what a run would do, and does nothing.</summary>
    public async Task<OfflineActivationOutcome> PlanAsync(CarriedKey key, StampSide stamp, Action<WorkflowEvent> observe, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(stamp);
        await using var commands = new StampCommands(stamp.OpenSession, clock);
        var context = new OfflineActivationContext(key, stamp, commands, clock);
        var memory = WorkflowJournal.Peek(JournalFolder, WorkflowName, stamp.Name);
        return Outcome(context, await Runner(observe).PlanAsync(context, memory, cancellation));
    }

    /// <summary>Activates the stamp and proves it.</summary>
    /// <param name="key">The key that was carried over.</param>
    /// <param name="stamp">The stamp.</param>
    /// <param name="confirm">Asked once, with the plan, where something would change.</param>
    /// <param name="observe">Told the progress.</param>
    /// <param name="cancellation">Interrupts; the next run finishes.</param>
    /// <exception cref="CataloguedException">It failed; the text says in what state things are.</exception>
    public async Task<OfflineActivationOutcome> RunAsync(
        CarriedKey key, StampSide stamp, Func<WorkflowPlan, CancellationToken, Task<bool>> confirm, Action<WorkflowEvent> observe, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(stamp);
        using var journal = WorkflowJournal.Open(JournalFolder, WorkflowName, stamp.Name, clock);
        await using var commands = new StampCommands(stamp.OpenSession, clock);
        var context = new OfflineActivationContext(key, stamp, commands, clock);
        return Outcome(context, await Runner(observe).RunAsync(context, journal, confirm, cancellation));
    }

    internal static WorkflowDefinition<OfflineActivationContext> Definition { get; } = new(
        WorkflowName,
        new OfflineStampStep<OfflineActivationContext>(),
        new CarriedKeyStep(),
        new OfflineActivationStep());

    private WorkflowRunner<OfflineActivationContext> Runner(Action<WorkflowEvent> observe) =>
        new(Definition, new StepRetry(FailureTranslation.IsTransient, clock, random), clock, observe) { Translate = FailureTranslation.Translate };

    private static OfflineActivationOutcome Outcome(OfflineActivationContext context, WorkflowReport report) => new(
        context.Side.Name, context.Commands.Url, context.Information.CloudId, context.Information.Version.ToString(), context.Key, context.Reading, report);
}
