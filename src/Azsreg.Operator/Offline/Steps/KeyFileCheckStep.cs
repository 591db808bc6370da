using Azsreg.Operator.Workflow;
using Azsreg.Protocol;

namespace Azsreg.Operator.Offline.Steps;

/// <summary>The key's file may be written.</summary>
internal sealed class KeyFileCheckStep : WorkflowStep<OfflineKeyContext>
{
    public override string Name => "destination";

    public override string Title => "place of the file";

    public override IReadOnlyList<string> Needs => ["find"];

    public override Task<StepCheck> CheckAsync(OfflineKeyContext context, StepMemory memory, CancellationToken cancellation)
    {
        var registration = context.Registration;
        if (context.Request.ToOutput)
        {
            context.Destination = new CarriedDestination { Path = null };
            return Task.FromResult(StepCheck.Idle);
        }

        context.Destination = new CarriedDestination { Path = CarriedFiles.Destination(context.Request.File, OfflineKey.FileName(registration.Name)) };
        context.Destination.Demand(context.Request.Force, bytes =>
            CarriedFile.ReadKey(bytes, "").Key.CloudId is var former && former.Equals(registration.Properties.CloudId, StringComparison.OrdinalIgnoreCase)
                ? null
                : $"holds the activation key of another stamp, cloud id {former}");
        return Task.FromResult(StepCheck.Passed(context.Destination.Path));
    }
}
