using Azsreg.Hosting;
using Azsreg.Operator.Offline.Steps;
using Azsreg.Operator.Registration;
using Azsreg.Operator.Workflow;
using Azsreg.Protocol;

namespace Azsreg.Operator.Offline;

/// <summary>Has a stamp make the registration token that is carried to Azure as a file (<c>Get-AzsRegistrationToken</c>).</summary>
public sealed class OfflineToken(DataFolder folder, TimeProvider clock, Random random)
{
    /// <summary>The workflow's name, in journals.</summary>
    public const string WorkflowName = "offline-token";

    /// <summary>The name a token's file gets.</summary>
    public static string FileName(string cloudId) => $"{WellKnown.DefaultRegistrationName(cloudId)}-registration-token.txt";

    private string JournalFolder => Path.Combine(folder.Operator, "journal");

    /// <summary>Says what a run would do, and does nothing.</summary>
    public async Task<OfflineTokenOutcome> PlanAsync(
        OfflineTokenRequest request, StampSide stamp, Action<WorkflowEvent> observe, CancellationToken cancellation)
    {
        await using var commands = new StampCommands(stamp.OpenSession, clock);
        var memory = WorkflowJournal.Peek(JournalFolder, WorkflowName, TargetOf(request, stamp));
        var context = new OfflineTokenContext(request, stamp, commands, clock) { MemoryOf = memory };
        return Outcome(context, await Runner(observe).PlanAsync(context, memory, cancellation));
    }

    /// <summary>Makes the token and writes the file.</summary>
    /// <exception cref="CataloguedException">It failed; the text says in what state things are.</exception>
    public async Task<OfflineTokenOutcome> RunAsync(
        OfflineTokenRequest request, StampSide stamp, Action<WorkflowEvent> observe, CancellationToken cancellation)
    {
        using var journal = WorkflowJournal.Open(JournalFolder, WorkflowName, TargetOf(request, stamp), clock);
        await using var commands = new StampCommands(stamp.OpenSession, clock);
        var context = new OfflineTokenContext(request, stamp, commands, clock) { MemoryOf = journal.MemoryOf };
        // A token costs nothing and binds nobody until Azure has it, so nobody is asked.
        var report = await Runner(observe).RunAsync(context, journal, (_, _) => Task.FromResult(true), cancellation);
        return Outcome(context, report);
    }

    internal static WorkflowDefinition<OfflineTokenContext> Definition { get; } = new(
        WorkflowName,
        new OfflineStampStep<OfflineTokenContext>(),
        new OfflineBillingStep(),
        new TokenFileCheckStep(),
        new OfflineKeyPairStep(),
        new OfflineTokenStep(),
        new TokenFileStep());

    private WorkflowRunner<OfflineTokenContext> Runner(Action<WorkflowEvent> observe) =>
        new(Definition, new StepRetry(FailureTranslation.IsTransient, clock, random), clock, observe) { Translate = FailureTranslation.Translate };

    private static string TargetOf(OfflineTokenRequest request, StampSide stamp) => $"{stamp.Name} {request.File}";

    private static OfflineTokenOutcome Outcome(OfflineTokenContext context, WorkflowReport report) => new(
        context.Side.Name, context.Commands.Url, context.Information.CloudId, context.Information.Version.ToString(), context.Information.Nodes,
        context.Destination?.Path, context.Token, report);
}
