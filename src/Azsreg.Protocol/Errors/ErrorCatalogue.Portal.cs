namespace Azsreg.Protocol;

public static partial class ErrorCatalogue
{
    /// <summary>An address without a page.</summary>
    public static readonly ErrorEntry PortalPageNotFound = new(
        "AZR8000", FailureKind.NotFound,
        "there is no such page in the portal",
        "The address was typed wrong, or what it showed is gone.",
        "Go to the dashboard and find it from there.");

    /// <summary>A defect, or something below it gave way.</summary>
    public static readonly ErrorEntry PortalFailed = new(
        "AZR8001", FailureKind.Failed,
        "the portal could not show this page",
        "Something failed that should not. What it was is in the stamp's log under the number shown.",
        "Load the page again. If it stays, give the number to whoever looks after the stamp; azsreg logs --bundle packs the logs.",
        Retryable: true);

    /// <summary>No token, another session's token, or another site's form.</summary>
    public static readonly ErrorEntry PortalFormRefused = new(
        "AZR8002", FailureKind.Conflict,
        "the form was not accepted",
        "It was not made by a page of this session: the session was renewed in another window, or another site sent it.",
        "Load the page again and send the form from there. Nothing was changed.");

    /// <summary>The role allows looking only.</summary>
    public static readonly ErrorEntry PortalReaderMayNot = new(
        "AZR8003", FailureKind.SignInOrRights,
        "your role may look and not change",
        "Changes need the role Owner on the Default Provider Subscription; you are Reader. Nothing was changed.",
        "Sign in as an Owner, or have one give you the role: azsreg stamp user add NAME --stamp STAMP --role Owner, while the stamp is stopped.");

    /// <summary>The authority refused, or what came back does not belong to a sign-in begun here.</summary>
    public static readonly ErrorEntry PortalSignInFailed = new(
        "AZR8004", FailureKind.SignInOrRights,
        "the sign-in was not completed",
        "It was cancelled, took too long, or was begun in another browser.",
        "Sign in again from the portal's own page.",
        Retryable: true);

    /// <summary>A user of the stamp's directory without a role.</summary>
    public static readonly ErrorEntry PortalWithoutRole = new(
        "AZR8005", FailureKind.SignInOrRights,
        "your account has no role on this stamp",
        "The portal is for those who have a role on the Default Provider Subscription.",
        "Have an administrator give you one: azsreg stamp user add NAME --stamp STAMP --role Reader, while the stamp is stopped.");

    /// <summary>A request that cannot be read.</summary>
    public static readonly ErrorEntry PortalRequestRefused = new(
        "AZR8006", FailureKind.Usage,
        "the portal could not read the request",
        "A field is missing, has a value that cannot be, or the request is larger than the portal takes.",
        "Go back, correct what you entered and send it again. Nothing was changed.");

    /// <summary>A host name the portal does not answer to.</summary>
    public static readonly ErrorEntry PortalNameUnknown = new(
        "AZR8007", FailureKind.Usage,
        "this is not a name of the portal",
        "It answers to localhost, to the stamp's own name (adminportal.REGION.DOMAIN) and to the host of --public-url, so that no other site's name can lead here.",
        "Open the address that azsreg up or azsreg stamp serve printed; azsreg hosts prints the names for the hosts file.");

    /// <summary>No such user in the stamp's directory.</summary>
    public static readonly ErrorEntry StampUserUnknown = new(
        "AZR8008", FailureKind.NotFound,
        "the stamp has no such user",
        "Users of a stamp are those of its own directory; they are not Azure's.",
        "See who is there: azsreg stamp user list --stamp STAMP.");

    /// <summary>A change of the stamp's users that cannot be made.</summary>
    public static readonly ErrorEntry StampUserRefused = new(
        "AZR8009", FailureKind.Conflict,
        "the stamp's users were not changed",
        "The name is taken, its domain is not the stamp's, or the administrator of the stamp's settings would be lost.",
        "Choose another name in the stamp's domain, or another user. Nothing was changed.");
}
