using Azsreg.Operator.Accounts;
using Azsreg.Operator.Registration;
using Azsreg.Protocol;
using Microsoft.AspNetCore.Http;

namespace Azsreg.Portal.Registration;

/// <summary>What a person filled in to register, change, renew or register again.</summary>
public sealed record RegistrationForm
{
    public required RegistrationIntent Intent { get; init; }

    /// <summary>The subscription's id.</summary>
    public string Subscription { get; init; } = "";

    public BillingModel? Model { get; init; }

    public string AgreementNumber { get; init; } = "";

    public string MsAssetTag { get; init; } = "";

    public string RegistrationName { get; init; } = "";

    public string ResourceGroup { get; init; } = "";

    public string Location { get; init; } = "";

    /// <summary>Null leaves it as it is, or to the billing model.</summary>
    public bool? Syndication { get; init; }

    /// <summary>Null leaves it as it is, or to the billing model.</summary>
    public bool? UsageReporting { get; init; }

    public required CloudAdminForm CloudAdmin { get; init; }

    /// <summary>The digest of the plan the person saw; empty where none was shown.</summary>
    public string PlanShown { get; init; } = "";

    /// <summary>Whether the plan was asked for by hand, and not because a field changed.</summary>
    public bool IsByHand { get; init; }

    public static RegistrationForm Read(IFormCollection form) => new()
    {
        Intent = Enum.TryParse<RegistrationIntent>(form["do"], ignoreCase: true, out var intent) && Enum.IsDefined(intent) ? intent : RegistrationIntent.Register,
        Subscription = CloudAdminForm.Bounded(form, "subscription"),
        Model = Enum.TryParse<BillingModel>(form["billing-model"], ignoreCase: true, out var model) && Enum.IsDefined(model) ? model : null,
        AgreementNumber = CloudAdminForm.Bounded(form, "agreement-number"),
        MsAssetTag = CloudAdminForm.Bounded(form, "ms-asset-tag"),
        RegistrationName = CloudAdminForm.Bounded(form, "registration-name"),
        ResourceGroup = CloudAdminForm.Bounded(form, "resource-group"),
        Location = CloudAdminForm.Bounded(form, "location"),
        Syndication = OnOff(form, "marketplace-syndication"),
        UsageReporting = OnOff(form, "usage-reporting"),
        CloudAdmin = CloudAdminForm.Read(form),
        PlanShown = CloudAdminForm.Bounded(form, "plan"),
        IsByHand = form.ContainsKey("show-plan"),
    };

    /// <summary>The request the workflow is given. Fields of another billing model than the one chosen are not part of it.</summary>
    public RegistrationRequest ToRequest() => new()
    {
        BillingModel = AsksForModel ? Model : null,
        AgreementNumber = Model == BillingModel.Capacity || Intent == RegistrationIntent.Renew ? NullIfEmpty(AgreementNumber) : null,
        MsAssetTag = AsksForModel && Model == BillingModel.Custom ? NullIfEmpty(MsAssetTag) : null,
        RegistrationName = NullIfEmpty(RegistrationName),
        ResourceGroup = NullIfEmpty(ResourceGroup),
        Location = NullIfEmpty(Location),
        MarketplaceSyndication = AsksForModel ? Syndication : null,
        UsageReporting = AsksForModel && Model is not (BillingModel.PayAsYouUse or BillingModel.Capacity) ? UsageReporting : null,
        Renew = Intent == RegistrationIntent.Renew,
        Reregister = Intent == RegistrationIntent.Reregister,
    };

    /// <summary>What must be filled in before there can be a plan, as words.</summary>
    public IReadOnlyList<string> Missing()
    {
        var missing = new List<string>();
        if (Subscription.Length == 0)
            missing.Add("the subscription");
        if (AsksForModel && Model is null)
            missing.Add("the billing model");
        if (AsksForModel && Model == BillingModel.Capacity && AgreementNumber.Length == 0)
            missing.Add("the agreement number");
        if (AsksForModel && Model == BillingModel.Custom && MsAssetTag.Length == 0)
            missing.Add("the asset tag");
        missing.AddRange(CloudAdmin.Missing);
        return missing;
    }

    /// <summary>What breaks a rule of the billing models, before anybody is asked.</summary>
    public IReadOnlyList<BillingProblem> Problems(AccountSubscription? subscription, string? stampVersion)
    {
        if (!AsksForModel || Model is not { } model)
            return [];
        var request = ToRequest();
        return BillingRules.Check(new BillingRequest(
            model, request.UsageReporting, request.AgreementNumber, request.MsAssetTag, VersionOf(stampVersion), subscription?.QuotaId, MarketplaceSyndication: request.MarketplaceSyndication));
    }

    /// <summary>Why a billing model cannot be chosen here, for each that cannot.</summary>
    public static IReadOnlyDictionary<BillingModel, string> NotOffered(IReadOnlyList<AccountSubscription> subscriptions, string? stampVersion)
    {
        var reasons = new Dictionary<BillingModel, string>();
        foreach (var model in Enum.GetValues<BillingModel>())
        {
            // With an agreement and a tag that would do: what is left then is of the stamp or of the subscriptions.
            var problems = subscriptions.DefaultIfEmpty().Select(subscription => BillingRules.Check(new BillingRequest(
                model,
                AgreementNumber: model == BillingModel.Capacity ? "1" : null,
                MsAssetTag: model == BillingModel.Custom ? "1" : null,
                StampVersion: VersionOf(stampVersion),
                QuotaId: subscription?.QuotaId))).ToList();
            if (problems.All(found => found.Count > 0))
                reasons[model] = model == BillingModel.Capacity && problems[0][0].Code == "OfferNotAllowed"
                    ? "Needs a subscription of an enterprise agreement; this account sees none."
                    : problems[0][0].Message;
        }

        return reasons;
    }

    /// <summary>The same for a shell.</summary>
    public string ToCommand(string stamp)
    {
        var request = ToRequest();
        var words = new List<string?> { "registration", Intent == RegistrationIntent.Renew ? "renew" : "set", "--stamp", stamp };
        void Add(string option, string? value)
        {
            if (value is not null)
                words.AddRange([option, value]);
        }

        Add("--billing-model", request.BillingModel?.ToString());
        Add("--agreement-number", request.AgreementNumber);
        Add("--ms-asset-tag", request.MsAssetTag);
        Add("--marketplace-syndication", OnOff(request.MarketplaceSyndication));
        Add("--usage-reporting", OnOff(request.UsageReporting));
        Add("--registration-name", request.RegistrationName);
        Add("--resource-group", request.ResourceGroup);
        if (Intent != RegistrationIntent.Renew)
            Add("--location", request.Location);
        if (request.Reregister)
            words.Add("--reregister");
        Add("--subscription", NullIfEmpty(Subscription));
        return CommandText.Azsreg(words);
    }

    /// <summary>Whether billing model and features are asked for: a renewal and a registration again read them back.</summary>
    private bool AsksForModel => Intent is RegistrationIntent.Register or RegistrationIntent.Change;

    private static string? OnOff(bool? on) => on switch { null => null, true => "on", false => "off" };

    private static bool? OnOff(IFormCollection form, string field) => form[field].ToString() switch { "on" => true, "off" => false, _ => null };

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    private static Version? VersionOf(string? text) => Version.TryParse(text, out var version) ? version : null;
}
