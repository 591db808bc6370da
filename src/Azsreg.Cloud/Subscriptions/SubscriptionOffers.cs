namespace Azsreg.Cloud;

/// <summary>The offers a subscription may be of, by the quota id ARM shows.</summary>
public static class SubscriptionOffers
{
    /// <summary>Enterprise Agreement.</summary>
    public const string EnterpriseAgreement = "EnterpriseAgreement_2014-09-01";

    /// <summary>Pay as you go.</summary>
    public const string PayAsYouGo = "PayAsYouGo_2014-09-01";

    /// <summary>Cloud Solution Provider.</summary>
    public const string CloudSolutionProvider = "CSP_2015-05-01";
}
