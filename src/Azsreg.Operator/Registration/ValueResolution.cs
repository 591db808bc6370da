using Azsreg.Protocol;

namespace Azsreg.Operator.Registration;

/// <summary>Settles what a registration shall say, from what was asked, what is registered and what the billing rules make of it.</summary>
internal static class ValueResolution
{
    /// <summary>Settles the values and finds every broken rule; the values only count where there is none.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="registered">What is registered now; null where nothing is, or where it cannot be read.</param>
    /// <param name="stampVersion">The stamp's version.</param>
    /// <param name="quotaId">The subscription's offer; null where it is not known.</param>
    public static (RegistrationValues? Values, IReadOnlyList<BillingProblem> Problems) Resolve(
        RegistrationRequest request, RegistrationValues? registered, Version? stampVersion, string? quotaId)
    {
        if ((request.BillingModel ?? registered?.Model) is not { } model)
        {
            return (null, [new BillingProblem(
                "MissingBillingModel", "billingModel",
                $"The stamp is not registered yet, so the billing model must be given: {string.Join(", ", Enum.GetNames<BillingModel>())}.")]);
        }

        var billing = new BillingRequest(
            model,
            request.UsageReporting ?? KeptUsageReporting(model, registered),
            // An agreement or a tag goes with one model only; changing the model drops the other's.
            request.AgreementNumber ?? (model == BillingModel.Capacity ? registered?.AgreementNumber : null),
            request.MsAssetTag ?? (model == BillingModel.Custom ? registered?.MsAssetTag : null),
            stampVersion,
            quotaId,
            Disconnected: false,
            request.MarketplaceSyndication ?? registered?.MarketplaceSyndication);
        var problems = BillingRules.Check(billing);
        return (
            new RegistrationValues(
                model,
                BillingRules.EffectiveUsageReporting(billing),
                BillingRules.EffectiveSyndication(billing),
                billing.AgreementNumber,
                billing.MsAssetTag),
            problems);
    }

    /// <summary>What stays of the registered choice. Where the former or the new model leaves no choice, there is nothing to keep.</summary>
    private static bool? KeptUsageReporting(BillingModel model, RegistrationValues? registered)
    {
        if (registered is null) return null;
        if (registered.Model == model) return registered.UsageReporting;
        return LeavesNoChoice(registered.Model) || LeavesNoChoice(model) ? null : registered.UsageReporting;
    }

    private static bool LeavesNoChoice(BillingModel model) => model is BillingModel.Capacity or BillingModel.PayAsYouUse;
}
