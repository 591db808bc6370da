using Azsreg.Operator.Workflow;
using Azsreg.Protocol;

namespace Azsreg.Operator.Offline.Steps;

/// <summary>The token's file may be written; one that an interrupted run has written already is kept.</summary>
internal sealed class TokenFileCheckStep : WorkflowStep<OfflineTokenContext>
{
    public override string Name => "destination";

    public override string Title => "place of the file";

    public override IReadOnlyList<string> Needs => ["stamp"];

    public override Task<StepCheck> CheckAsync(OfflineTokenContext context, StepMemory memory, CancellationToken cancellation)
    {
        var cloudId = context.Information.CloudId;
        if (context.Request.ToOutput)
        {
            context.Destination = new CarriedDestination { Path = null };
            return Task.FromResult(StepCheck.Idle);
        }

        context.Destination = new CarriedDestination { Path = CarriedFiles.Destination(context.Request.File, OfflineToken.FileName(cloudId)) };
        context.Destination.Demand(context.Request.Force, bytes =>
            CarriedFile.ReadToken(bytes, "") is { Token: var former } && former.CloudId.Equals(cloudId, StringComparison.OrdinalIgnoreCase)
                ? null
                : "holds the registration token of another stamp, cloud id " + CarriedFile.ReadToken(bytes, "").Token.CloudId);
        context.IsWritten = context.MemoryOf("file").Touched && IsOfThisRun(context);
        return Task.FromResult(StepCheck.Passed(context.Destination.Path));
    }

    private static bool IsOfThisRun(OfflineTokenContext context)
    {
        if (!context.Destination!.IsThere) return false;
        try
        {
            var found = CarriedFiles.ReadToken(context.Destination.Path!);
            var isAsAsked = found.Token.CloudId.Equals(context.Information.CloudId, StringComparison.OrdinalIgnoreCase)
                && found.Token.BillingModel == context.Values.Model.ToString()
                && found.Token.AgreementNumber == context.Values.AgreementNumber
                && found.Token.MsAssetTag == context.Values.MsAssetTag;
            if (isAsAsked) context.Token = found;
            return isAsAsked;
        }
        catch (CataloguedException)
        {
            return false;
        }
    }
}
