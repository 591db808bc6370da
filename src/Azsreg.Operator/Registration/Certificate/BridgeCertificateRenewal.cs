using Azsreg.Hosting;
using Azsreg.Operator.Registration.Certificate;
using Azsreg.Operator.Workflow;

namespace Azsreg.Operator.Registration;

/// <summary>Replaces the certificate by which a registered stamp's bridge signs in, without registering again.</summary>
public sealed class BridgeCertificateRenewal(DataFolder folder, TimeProvider clock, Random random)
{
    /// <summary>The workflow's name, in journals.</summary>
    public const string WorkflowName = "registration-rotate-certificate";

    private string JournalFolder => Path.Combine(folder.Operator, "journal");

    /// <summary>Says what a run would change, and changes nothing.</summary>
    public async Task<CertificateOutcome> PlanAsync(AzureSide azure, StampSide stamp, Action<WorkflowEvent> observe, CancellationToken cancellation)
    {
        await using var commands = new StampCommands(stamp.OpenSession, clock);
        var memory = WorkflowJournal.Peek(JournalFolder, WorkflowName, TargetOf(azure, stamp));
        var context = new CertificateContext(azure, stamp, commands, clock);
        return Outcome(context, await Runner(observe).PlanAsync(context, memory, cancellation));
    }

    /// <summary>Renews it, and proves it at the directory.</summary>
    /// <param name="azure">The Azure side.</param>
    /// <param name="stamp">The stamp's side.</param>
    /// <param name="confirm">Asked once, with the plan.</param>
    /// <param name="observe">Told the progress.</param>
    /// <param name="cancellation">Interrupts; the next run finishes.</param>
    /// <exception cref="Protocol.CataloguedException">It failed; the text says in what state things are.</exception>
    public async Task<CertificateOutcome> RunAsync(
        AzureSide azure, StampSide stamp, Func<WorkflowPlan, CancellationToken, Task<bool>> confirm, Action<WorkflowEvent> observe, CancellationToken cancellation)
    {
        using var journal = WorkflowJournal.Open(JournalFolder, WorkflowName, TargetOf(azure, stamp), clock);
        await using var commands = new StampCommands(stamp.OpenSession, clock);
        var context = new CertificateContext(azure, stamp, commands, clock);
        return Outcome(context, await Runner(observe).RunAsync(context, journal, confirm, cancellation));
    }

    internal static WorkflowDefinition<CertificateContext> Definition { get; } = new(WorkflowName, new FindBridgeStep(), new RenewCertificateStep());

    private WorkflowRunner<CertificateContext> Runner(Action<WorkflowEvent> observe) =>
        new(Definition, new StepRetry(FailureTranslation.IsTransient, clock, random), clock, observe) { Translate = FailureTranslation.Translate };

    private static string TargetOf(AzureSide azure, StampSide stamp) => $"{azure.Environment.Name} {azure.SubscriptionId} {stamp.Name}";

    private static CertificateOutcome Outcome(CertificateContext context, WorkflowReport report) => new(
        context.StampSide.Name,
        context.Stamp.Url,
        context.RegistrationName!,
        context.BridgeObjectId,
        context.Thumbprint,
        context.NotAfter,
        context.Application?.KeyCredentials?.Count,
        report);
}
