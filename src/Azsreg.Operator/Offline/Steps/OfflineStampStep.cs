using Azsreg.Operator.Workflow;
using Azsreg.Protocol;

namespace Azsreg.Operator.Offline.Steps;

/// <summary>The privileged endpoint answers, and this stamp is one that can do without a line.</summary>
internal sealed class OfflineStampStep<TContext> : WorkflowStep<TContext>
    where TContext : OfflineStampContext
{
    public override string Name => "stamp";

    public override string Title => "stamp information";

    public override async Task<StepCheck> CheckAsync(TContext context, StepMemory memory, CancellationToken cancellation)
    {
        context.Information = await context.Commands.GetStampInformationAsync(cancellation);
        return context.Information.Version >= StampVersions.Disconnected
            ? StepCheck.Passed($"{context.Side.Name}, {context.Information.Version}")
            : throw new CataloguedException(ErrorCatalogue.StampTooOld, StampVersions.DisconnectedRule(context.Information.Version));
    }
}
