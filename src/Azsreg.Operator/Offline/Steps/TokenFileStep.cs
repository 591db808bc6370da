using Azsreg.Operator.Workflow;
using Azsreg.Protocol;

namespace Azsreg.Operator.Offline.Steps;

/// <summary>The token lies in its file, and the file reads back as the token that was made.</summary>
internal sealed class TokenFileStep : WorkflowStep<OfflineTokenContext>
{
    public override string Name => "file";

    public override string Title => "file";

    public override IReadOnlyList<string> Needs => ["destination", "token"];

    public override Task<StepCheck> CheckAsync(OfflineTokenContext context, StepMemory memory, CancellationToken cancellation)
    {
        if (context.Destination is not { Path: not null } destination) return Task.FromResult(StepCheck.Idle);
        return Task.FromResult(context.IsWritten
            ? StepCheck.InPlace(destination.Subject, "written by the run that was interrupted")
            : StepCheck.Needed(destination.Change($"registration token, {context.Values.Model}")));
    }

    public override Task<string?> ActAsync(OfflineTokenContext context, StepScope scope, CancellationToken cancellation)
    {
        CarriedFiles.Write(context.Destination!.Path!, context.Token!.Text);
        return Task.FromResult<string?>(Path.GetFileName(context.Destination.Path));
    }

    public override Task ProveAsync(OfflineTokenContext context, CancellationToken cancellation) =>
        CarriedFiles.ReadToken(context.Destination!.Path!).Text.Equals(context.Token!.Text)
            ? Task.CompletedTask
            : throw new CataloguedException(ErrorCatalogue.EffectNotProven, $"'{context.Destination.Path}' was written, but reads back as something else.");
}
