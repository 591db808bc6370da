using Azsreg.Operator.Workflow;
using Azsreg.Protocol;

namespace Azsreg.Operator.Offline.Steps;

/// <summary>The key lies in its file, and the file reads back as the key that was fetched.</summary>
internal sealed class KeyFileStep : WorkflowStep<OfflineKeyContext>
{
    public override string Name => "file";

    public override string Title => "file";

    public override IReadOnlyList<string> Needs => ["destination", "key"];

    public override Task<StepCheck> CheckAsync(OfflineKeyContext context, StepMemory memory, CancellationToken cancellation) => Task.FromResult(
        context.Destination is { Path: not null } destination
            ? StepCheck.Needed(destination.Change($"activation key of {context.Registration.Name}"))
            : StepCheck.Idle);

    public override Task<string?> ActAsync(OfflineKeyContext context, StepScope scope, CancellationToken cancellation)
    {
        CarriedFiles.Write(context.Destination!.Path!, context.Key!.Text);
        return Task.FromResult<string?>(Path.GetFileName(context.Destination.Path));
    }

    public override Task ProveAsync(OfflineKeyContext context, CancellationToken cancellation) =>
        CarriedFiles.ReadKey(context.Destination!.Path!).Text.Equals(context.Key!.Text)
            ? Task.CompletedTask
            : throw new CataloguedException(ErrorCatalogue.EffectNotProven, $"'{context.Destination.Path}' was written, but reads back as something else.");
}
