using Azsreg.Operator.Workflow;
using Azsreg.Protocol;

namespace Azsreg.Operator.Offline.Steps;

/// <summary>The rules of the billing model that can be judged without Azure, all at once.</summary>
internal sealed class OfflineBillingStep : WorkflowStep<OfflineTokenContext>
{
    public override string Name => "billing";

    public override string Title => "billing rules";

    public override IReadOnlyList<string> Needs => ["stamp"];

    public override Task<StepCheck> CheckAsync(OfflineTokenContext context, StepMemory memory, CancellationToken cancellation)
    {
        var request = context.Request;
        var problems = BillingRules.Check(new BillingRequest(
            request.BillingModel,
            AgreementNumber: request.AgreementNumber,
            MsAssetTag: request.MsAssetTag,
            StampVersion: context.Information.Version,
            Disconnected: true));
        return problems.Count == 0
            ? Task.FromResult(StepCheck.Passed(request.BillingModel.ToString()))
            : throw new CataloguedException(
                ErrorCatalogue.BillingRulesBroken, string.Join('\n', problems.Select(problem => $"{problem.Code}: {problem.Message}")));
    }
}
