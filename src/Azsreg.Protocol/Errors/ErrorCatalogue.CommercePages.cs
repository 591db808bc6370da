namespace Azsreg.Protocol;

public static partial class ErrorCatalogue
{
    /// <summary>The account cannot read a subscription's usage.</summary>
    public static readonly ErrorEntry CommerceSubscriptionUnreadable = new(
        "AZR8030", FailureKind.SignInOrRights,
        "the subscription's usage cannot be read",
        "Usage and costs of a subscription are told to those who have a role on it: Owner, Contributor or Reader. This account has none there, or the subscription is of another directory.",
        "Ask an owner of the subscription for the role Reader, or sign in with another account.");
}
