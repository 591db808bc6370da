using Azsreg.Hosting;
using Azsreg.Operator.History;
using Azsreg.Operator.Registration.Steps;
using Azsreg.Operator.Workflow;

namespace Azsreg.Operator.Registration;

/// <summary>
/// Registers a stamp that has a line to Azure, or changes its registration: every step looks first, so a second run changes nothing and an
/// interrupted one is finished by the next.
/// </summary>
public sealed class ConnectedRegistration(DataFolder folder, RegistrationHistory history, TimeProvider clock, Random random)
{
    /// <summary>The workflow's name, in journals.</summary>
    public const string WorkflowName = "registration-set";

    private string JournalFolder => Path.Combine(folder.Operator, "journal");

    /// <summary>Says what a run would change, old and new, and changes nothing.</summary>
    /// <exception cref="Protocol.CataloguedException">A run would be refused.</exception>
    public async Task<RegistrationOutcome> PlanAsync(
        RegistrationRequest request, AzureSide azure, StampSide stamp, Action<WorkflowEvent> observe, CancellationToken cancellation)
    {
        await using var commands = new StampCommands(stamp.OpenSession, clock);
        var memory = WorkflowJournal.Peek(JournalFolder, WorkflowName, TargetOf(azure, stamp));
        var context = new RegistrationContext(request, azure, stamp, commands, history, clock) { MemoryOf = memory };
        var report = await Runner(observe).PlanAsync(context, memory, cancellation);
        return new RegistrationOutcome(Summarize(context), report);
    }

    /// <summary>Registers, or changes what is registered, and proves it on both sides.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="azure">The Azure side.</param>
    /// <param name="stamp">The stamp's side.</param>
    /// <param name="confirm">Asked once, with the plan, where something would change.</param>
    /// <param name="observe">Told the progress.</param>
    /// <param name="cancellation">Interrupts; the next run finishes.</param>
    /// <exception cref="Protocol.CataloguedException">It failed; the text says in what state things are.</exception>
    public async Task<RegistrationOutcome> RunAsync(
        RegistrationRequest request, AzureSide azure, StampSide stamp,
        Func<WorkflowPlan, CancellationToken, Task<bool>> confirm, Action<WorkflowEvent> observe, CancellationToken cancellation)
    {
        using var journal = WorkflowJournal.Open(JournalFolder, WorkflowName, TargetOf(azure, stamp), clock);
        await using var commands = new StampCommands(stamp.OpenSession, clock);
        var context = new RegistrationContext(request, azure, stamp, commands, history, clock) { MemoryOf = journal.MemoryOf };
        var report = await Runner(observe).RunAsync(context, journal, confirm, cancellation);
        return new RegistrationOutcome(Summarize(context), report);
    }

    /// <summary>The steps in order. What is refused is refused while looking, before the first of them acts.</summary>
    internal static WorkflowDefinition<RegistrationContext> Definition { get; } = new(
        WorkflowName,
        new AccountStep(),
        new ProviderStep(),
        new StampStep(),
        new NameStep(),
        new BillingStep(),
        new RightsStep(),
        new ResourceGroupStep(),
        new BridgeStep(),
        new KeyPairStep(),
        new TokenStep(),
        new RegistrationStep(),
        new LockStep(),
        new RoleStep(),
        new ActivationKeyStep(),
        new ActivationStep(),
        new VerifyStep());

    private WorkflowRunner<RegistrationContext> Runner(Action<WorkflowEvent> observe) =>
        new(Definition, new StepRetry(FailureTranslation.IsTransient, clock, random), clock, observe) { Translate = FailureTranslation.Translate };

    private static string TargetOf(AzureSide azure, StampSide stamp) => $"{azure.Environment.Name} {azure.SubscriptionId} {stamp.Name}";

    private static RegistrationSummary Summarize(RegistrationContext context) => new()
    {
        Environment = context.Azure.Environment.Name,
        StandsFor = context.Azure.Environment.StandsFor,
        ResourceManagerUrl = context.Azure.Environment.ResourceManagerUrl,
        Directory = context.Azure.TenantName ?? context.Azure.TenantId,
        Account = context.Azure.Account,
        SubscriptionId = context.Azure.SubscriptionId,
        SubscriptionName = context.Subscription.DisplayName,
        Stamp = context.StampSide.Name,
        PrivilegedEndpointUrl = context.Stamp.Url,
        StampCloudId = context.Information.CloudId,
        StampVersion = context.Information.Version.ToString(),
        StampNodes = context.Information.Nodes,
        RegistrationId = context.Id.ToString(),
        RegistrationName = context.Id.Name,
        BillingModel = context.Values.Model.ToString(),
        MarketplaceSyndication = context.Values.MarketplaceSyndication,
        UsageReporting = context.Values.UsageReporting,
        AgreementNumber = context.Values.AgreementNumber,
        MsAssetTag = context.Values.MsAssetTag,
        BridgeObjectId = context.BridgeObjectId,
        StampReading = context.Reading ?? StampReading.NotRead("not looked at"),
    };
}
