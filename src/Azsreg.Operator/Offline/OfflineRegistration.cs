using Azsreg.Hosting;
using Azsreg.Operator.History;
using Azsreg.Operator.Offline.Steps;
using Azsreg.Operator.Registration;
using Azsreg.Operator.Registration.Steps;
using Azsreg.Operator.Workflow;

namespace Azsreg.Operator.Offline;

/// <summary>
/// Registers a stamp that is out of reach, by the token it made (<c>Register-AzsEnvironment</c>): group, registration and lock; no bridge
/// principal and no role, as nobody would use them.
/// </summary>
public sealed class OfflineRegistration(DataFolder folder, RegistrationHistory history, TimeProvider clock, Random random)
{
    /// <summary>The workflow's name, in journals.</summary>
    public const string WorkflowName = "offline-register";

    private string JournalFolder => Path.Combine(folder.Operator, "journal");

    /// <summary>Says what a run would change, old and new, and changes nothing.</summary>
    /// <exception cref="Protocol.CataloguedException">A run would be refused.</exception>
    public async Task<OfflineRegistrationOutcome> PlanAsync(
        OfflineRegistrationRequest request, OfflineAzure azure, Action<WorkflowEvent> observe, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(azure);
        return await PlanAsync(request, azure.Side, observe, cancellation);
    }

    /// <summary>Registers, or renews what is registered.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="azure">The Azure side.</param>
    /// <param name="confirm">Asked once, with the plan, where something would change.</param>
    /// <param name="observe">Told the progress.</param>
    /// <param name="cancellation">Interrupts; the next run finishes.</param>
    /// <exception cref="Protocol.CataloguedException">It failed; the text says in what state things are.</exception>
    public async Task<OfflineRegistrationOutcome> RunAsync(
        OfflineRegistrationRequest request, OfflineAzure azure,
        Func<WorkflowPlan, CancellationToken, Task<bool>> confirm, Action<WorkflowEvent> observe, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(azure);
        return await RunAsync(request, azure.Side, confirm, observe, cancellation);
    }

    internal async Task<OfflineRegistrationOutcome> PlanAsync(
        OfflineRegistrationRequest request, AzureSide azure, Action<WorkflowEvent> observe, CancellationToken cancellation)
    {
        var memory = WorkflowJournal.Peek(JournalFolder, WorkflowName, TargetOf(request, azure));
        await using var stamp = new StampCommands(NotReached.OpenSession, clock);
        var context = Context(request, azure, stamp, memory);
        return Outcome(context, await Runner(observe).PlanAsync(context, memory, cancellation));
    }

    internal async Task<OfflineRegistrationOutcome> RunAsync(
        OfflineRegistrationRequest request, AzureSide azure,
        Func<WorkflowPlan, CancellationToken, Task<bool>> confirm, Action<WorkflowEvent> observe, CancellationToken cancellation)
    {
        using var journal = WorkflowJournal.Open(JournalFolder, WorkflowName, TargetOf(request, azure), clock);
        await using var stamp = new StampCommands(NotReached.OpenSession, clock);
        var context = Context(request, azure, stamp, journal.MemoryOf);
        return Outcome(context, await Runner(observe).RunAsync(context, journal, confirm, cancellation));
    }

    /// <summary>The steps in order; all but the three of this folder are those of a connected registration.</summary>
    internal static WorkflowDefinition<RegistrationContext> Definition { get; } = new(
        WorkflowName,
        new CarriedTokenStep(),
        new AccountStep(),
        new ProviderStep(),
        new NameStep(),
        new CarriedBillingStep(),
        new RightsStep(),
        new ResourceGroupStep(),
        new RegistrationStep(),
        new LockStep(),
        new HistoryStep());

    /// <summary>Stands for the stamp, which no step of this workflow asks anything.</summary>
    internal static StampSide NotReached { get; } = new()
    {
        Name = "(disconnected)",
        OpenSession = _ => throw new InvalidOperationException("The stamp of a disconnected registration is not reached from here."),
    };

    private RegistrationContext Context(OfflineRegistrationRequest request, AzureSide azure, StampCommands stamp, Func<string, StepMemory> memory)
    {
        var asked = new RegistrationRequest
        {
            RegistrationName = request.RegistrationName,
            ResourceGroup = request.ResourceGroup,
            Location = request.Location,
        };
        return new RegistrationContext(asked, azure, NotReached, stamp, history, clock)
        {
            MemoryOf = memory,
            Carried = request.Token,
            Token = request.Token.Text,
            SetCommand = $"azsreg offline register {request.TokenArgument}",
            RemoveCommand = "azsreg offline unregister",
        };
    }

    private WorkflowRunner<RegistrationContext> Runner(Action<WorkflowEvent> observe) =>
        new(Definition, new StepRetry(FailureTranslation.IsTransient, clock, random), clock, observe) { Translate = FailureTranslation.Translate };

    private static string TargetOf(OfflineRegistrationRequest request, AzureSide azure) =>
        $"{azure.Environment.Name} {azure.SubscriptionId} {request.Token.Token.CloudId}";

    private OfflineRegistrationOutcome Outcome(RegistrationContext context, WorkflowReport report) => new()
    {
        Environment = context.Azure.Environment.Name,
        ResourceManagerUrl = context.Azure.Environment.ResourceManagerUrl,
        Directory = context.Azure.TenantName ?? context.Azure.TenantId,
        Account = context.Azure.Account,
        SubscriptionId = context.Azure.SubscriptionId,
        SubscriptionName = context.Subscription.DisplayName,
        RegistrationId = context.Id.ToString(),
        RegistrationName = context.Id.Name,
        ResourceGroup = context.Id.ResourceGroupName!,
        CloudId = context.Information.CloudId,
        StampVersion = context.Carried!.Token.StampVersion,
        Nodes = context.Information.Nodes,
        BillingModel = context.Values.Model.ToString(),
        AgreementNumber = context.Values.AgreementNumber,
        Date = clock.GetUtcNow(),
        Report = report,
    };
}
