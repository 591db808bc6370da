using Azsreg.Operator.Registration;
using Azsreg.Operator.Workflow;
using Azsreg.Protocol;

namespace Azsreg.Operator.Offline.Steps;

/// <summary>What the token says, held against the billing rules and the subscription's offer, before anything is touched.</summary>
internal sealed class CarriedBillingStep : WorkflowStep<RegistrationContext>
{
    public override string Name => "billing";

    public override string Title => "billing rules";

    public override IReadOnlyList<string> Needs => ["account", "stamp"];

    public override Task<StepCheck> CheckAsync(RegistrationContext context, StepMemory memory, CancellationToken cancellation)
    {
        var token = context.Carried!.Token;
        var request = new BillingRequest(
            Enum.Parse<BillingModel>(token.BillingModel, ignoreCase: true),
            token.UsageReportingEnabled,
            token.AgreementNumber,
            token.MsAssetTag,
            Version.TryParse(token.StampVersion, out var version) ? version : null,
            context.Subscription.SubscriptionPolicies?.QuotaId,
            Disconnected: true,
            token.MarketplaceSyndicationEnabled);
        var problems = BillingRules.Check(request);
        if (problems.Count > 0)
        {
            throw new CataloguedException(
                ErrorCatalogue.BillingRulesBroken,
                string.Join('\n', problems.Select(problem => $"{problem.Code}: {problem.Message}")),
                problems.Any(problem => problem.Code == "OfferNotAllowed") ? ["azsreg account list"] : null);
        }

        context.Values = new RegistrationValues(
            request.Model, BillingRules.EffectiveUsageReporting(request), BillingRules.EffectiveSyndication(request), token.AgreementNumber, token.MsAssetTag);
        var check = StepCheck.Passed(context.Values.Model.ToString());
        return Task.FromResult(context.Values is { UsageReporting: false, MarketplaceSyndication: false }
            ? check
            : check with { Notes = ["The token asks for marketplace syndication or usage reporting; without a bridge principal neither will work."] });
    }
}
