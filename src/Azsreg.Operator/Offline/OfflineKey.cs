using Azsreg.Hosting;
using Azsreg.Operator.Offline.Steps;
using Azsreg.Operator.Registration;
using Azsreg.Operator.Workflow;

namespace Azsreg.Operator.Offline;

/// <summary>Fetches a registration's activation key into the file that is carried to the stamp (<c>Get-AzsActivationKey</c>).</summary>
public sealed class OfflineKey(DataFolder folder, TimeProvider clock, Random random)
{
    /// <summary>The workflow's name, in journals.</summary>
    public const string WorkflowName = "offline-key";

    private const string Command = "azsreg offline key";

    /// <summary>The name a key's file gets.</summary>
    public static string FileName(string registrationName) => $"{registrationName}-activation-key.txt";

    private string JournalFolder => Path.Combine(folder.Operator, "journal");

    /// <summary>Says what a run would do, and does nothing.</summary>
    public async Task<OfflineKeyOutcome> PlanAsync(
        OfflineKeyRequest request, OfflineAzure azure, Action<WorkflowEvent> observe, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(azure);
        var memory = WorkflowJournal.Peek(JournalFolder, WorkflowName, TargetOf(request, azure.Side));
        var context = new OfflineKeyContext(request, azure.Side, new RegistrationSearch(request.Target, Command, azure.Side, azure));
        return Outcome(context, await Runner(observe).PlanAsync(context, memory, cancellation));
    }

    /// <summary>Fetches the key and writes the file.</summary>
    /// <exception cref="Protocol.CataloguedException">It failed; the text says in what state things are.</exception>
    public Task<OfflineKeyOutcome> RunAsync(OfflineKeyRequest request, OfflineAzure azure, Action<WorkflowEvent> observe, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(azure);
        return RunAsync(request, azure.Side, azure, observe, cancellation);
    }

    internal async Task<OfflineKeyOutcome> RunAsync(
        OfflineKeyRequest request, AzureSide azure, OfflineAzure? others, Action<WorkflowEvent> observe, CancellationToken cancellation)
    {
        using var journal = WorkflowJournal.Open(JournalFolder, WorkflowName, TargetOf(request, azure), clock);
        var context = new OfflineKeyContext(request, azure, new RegistrationSearch(request.Target, Command, azure, others));
        // Fetching a key changes nothing on Azure, so nobody is asked.
        var report = await Runner(observe).RunAsync(context, journal, (_, _) => Task.FromResult(true), cancellation);
        return Outcome(context, report);
    }

    internal static WorkflowDefinition<OfflineKeyContext> Definition { get; } = new(
        WorkflowName,
        new KeyRegistrationStep(),
        new KeyFileCheckStep(),
        new KeyFetchStep(),
        new KeyFileStep());

    private WorkflowRunner<OfflineKeyContext> Runner(Action<WorkflowEvent> observe) =>
        new(Definition, new StepRetry(FailureTranslation.IsTransient, clock, random), clock, observe) { Translate = FailureTranslation.Translate };

    private static string TargetOf(OfflineKeyRequest request, AzureSide azure) =>
        $"{azure.Environment.Name} {azure.SubscriptionId} {request.Target.Described} {request.File}";

    private static OfflineKeyOutcome Outcome(OfflineKeyContext context, WorkflowReport report) => new(
        context.Registration.Id, context.Registration.Properties.CloudId, context.Subscription!.DisplayName, context.Destination?.Path, context.Key, report);
}
