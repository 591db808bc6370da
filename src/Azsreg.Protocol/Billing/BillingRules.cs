namespace Azsreg.Protocol;

/// <summary>
/// The rules of the billing models, in one place for the tools and both sides. All rules are checked and all problems
/// told, so that nobody has to find them one by one.
/// </summary>
public static class BillingRules
{
    /// <summary>The longest agreement number or asset tag, in characters.</summary>
    public const int MaxTextLength = 64;

    /// <summary>Usage reporting where nothing was said.</summary>
    public static bool DefaultUsageReporting(BillingModel model) =>
        model is BillingModel.PayAsYouUse or BillingModel.Development or BillingModel.Ruggedized;

    /// <summary>What usage reporting will be: Capacity forces it off; a disconnected token has it off unless asked.</summary>
    public static bool EffectiveUsageReporting(BillingRequest request) =>
        request.Model != BillingModel.Capacity
        && (request.UsageReporting ?? (!request.Disconnected && DefaultUsageReporting(request.Model)));

    /// <summary>What marketplace syndication will be: on, but off for a disconnected token unless asked.</summary>
    public static bool EffectiveSyndication(BillingRequest request) => request.MarketplaceSyndication ?? !request.Disconnected;

    /// <summary>Every rule the request breaks; empty where it breaks none.</summary>
    public static IReadOnlyList<BillingProblem> Check(BillingRequest request)
    {
        var problems = new List<BillingProblem>();
        void Add(string code, string field, string message) => problems.Add(new BillingProblem(code, field, message));

        // Pay-as-you-use is billed by what is reported: it may not be switched off, and it cannot work without a line.
        if (request is { Model: BillingModel.PayAsYouUse, UsageReporting: false })
            Add("UsageReportingRequired", "usageReportingEnabled", "PayAsYouUse is billed by reported usage, so usage reporting cannot be off.");
        if (request is { Disconnected: true, Model: BillingModel.PayAsYouUse or BillingModel.Ruggedized })
            Add("BillingModelNotDisconnected", "billingModel", $"{request.Model} needs a line to Azure; a disconnected stamp takes Capacity, Development or Custom.");

        if (request.Model == BillingModel.Capacity)
        {
            if (string.IsNullOrWhiteSpace(request.AgreementNumber))
                Add("MissingAgreementNumber", "agreementNumber", "Agreement number is null or empty when BillingModel is set to Capacity; give the number of the enterprise agreement.");
            if (request.QuotaId is { } offer && !offer.StartsWith("EnterpriseAgreement", StringComparison.OrdinalIgnoreCase))
                Add("OfferNotAllowed", "subscription", $"Capacity needs a subscription of an enterprise agreement; this one's offer is {offer}.");
        }
        else if (!string.IsNullOrEmpty(request.AgreementNumber))
        {
            Add("AgreementNumberNotAllowed", "agreementNumber", $"An agreement number goes with Capacity only, not with {request.Model}.");
        }

        if (request.Model == BillingModel.Custom)
        {
            if (string.IsNullOrWhiteSpace(request.MsAssetTag))
                Add("MissingMsAssetTag", "msAssetTag", "MsAssetTag is a required parameter when BillingModel is 'Custom'.");
            if (request.StampVersion is { } version && version < StampVersions.AssetTag)
                Add("StampTooOld", "stampVersion", $"Custom BillingModel is not supported for StampVersion less than {StampVersions.AssetTag}; this stamp is {version}.");
        }
        else if (!string.IsNullOrEmpty(request.MsAssetTag))
        {
            Add("MsAssetTagNotAllowed", "msAssetTag", $"An asset tag goes with Custom only, not with {request.Model}.");
        }

        if (request.Disconnected && request.StampVersion is { } old && old < StampVersions.Disconnected)
            Add("StampTooOld", "stampVersion", StampVersions.DisconnectedRule(old));

        CheckText(request.AgreementNumber, "agreementNumber", "agreement number", problems);
        CheckText(request.MsAssetTag, "msAssetTag", "asset tag", problems);
        return problems;
    }

    // A pasted placeholder (<Agreement Number>, *number*) is the most common wrong value of all.
    private static void CheckText(string? text, string field, string name, List<BillingProblem> problems)
    {
        if (string.IsNullOrEmpty(text))
            return;
        if (text.Length > MaxTextLength)
            problems.Add(new BillingProblem("ValueTooLong", field, $"The {name} is longer than {MaxTextLength} characters."));
        else if (TransferText.Placeholder(text) is { } placeholder)
            problems.Add(new BillingProblem("PlaceholderLeftIn", field, $"The {name} is still the placeholder {placeholder}."));
        else if (!text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or ' '))
            problems.Add(new BillingProblem("ValueMalformed", field, $"The {name} holds characters other than letters, digits, '-', '_', '.', '/' and blanks."));
    }
}
