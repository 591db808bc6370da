namespace Azsreg.Protocol;

public static partial class ErrorCatalogue
{
    /// <summary>No one is signed in.</summary>
    public static readonly ErrorEntry NotSignedIn = new(
        "AZR3001", FailureKind.SignInOrRights,
        "no account is signed in",
        "There is no account for this Azure in the data folder, or its sign-in has ended.",
        "Run: azsreg login");

    /// <summary>Wrong user name or password.</summary>
    public static readonly ErrorEntry WrongPassword = new(
        "AZR3002", FailureKind.SignInOrRights,
        "the user name or password is wrong",
        "The directory does not accept them.",
        "Check both; after several failures the directory locks the account for a while.");

    /// <summary>A second factor is needed.</summary>
    public static readonly ErrorEntry SecondFactorNeeded = new(
        "AZR3003", FailureKind.SignInOrRights,
        "the account needs a second factor or a browser",
        "Accounts with a second factor and personal accounts cannot sign in with user name and password alone.",
        "Sign in with a device code: azsreg login");

    /// <summary>No refresh token for the stamp.</summary>
    public static readonly ErrorEntry NoRefreshToken = new(
        "AZR3004", FailureKind.SignInOrRights,
        "this account has no refresh token for the stamp to redeem",
        "The stamp makes its own service principal in the directory with the operator's refresh token; a service principal has none.",
        "Sign in as a user who may create applications: azsreg login. Disconnected registration needs none.");

    /// <summary>A right is missing.</summary>
    public static readonly ErrorEntry RightMissing = new(
        "AZR3005", FailureKind.SignInOrRights,
        "the account lacks a right",
        "Registering needs Owner on the subscription, or the custom role shipped with azsreg.",
        "Ask an owner of the subscription for the role, or sign in as one: azsreg login.");

    /// <summary>The account is not in the directory.</summary>
    public static readonly ErrorEntry AccountNotInDirectory = new(
        "AZR3006", FailureKind.SignInOrRights,
        "the account is not known in this directory",
        "The user does not exist there and is not a guest of it.",
        "Name the right directory with --tenant, or have the account invited.");

    /// <summary>The directory is unknown.</summary>
    public static readonly ErrorEntry DirectoryNotFound = new(
        "AZR3007", FailureKind.SignInOrRights,
        "the directory is not known",
        "There is no directory of that id or domain name in this Azure.",
        "Check --tenant, and that the right Azure is in use: azsreg environment show.");

    /// <summary>The sign-in ended.</summary>
    public static readonly ErrorEntry SignInExpired = new(
        "AZR3008", FailureKind.SignInOrRights,
        "the sign-in has ended",
        "The refresh token was revoked or has expired.",
        "Sign in again: azsreg login");

    /// <summary>The person declined, or time ran out.</summary>
    public static readonly ErrorEntry SignInNotCompleted = new(
        "AZR3009", FailureKind.SignInOrRights,
        "the sign-in was not completed",
        "The code was not entered in time, or the request was declined.",
        "Start again: azsreg login", Retryable: true);

    /// <summary>The application's credential is wrong.</summary>
    public static readonly ErrorEntry ApplicationSignInRefused = new(
        "AZR3010", FailureKind.SignInOrRights,
        "the service principal could not sign in",
        "The application is not in this directory, or its secret or certificate is wrong or has expired.",
        "Check the application id, its credential and --tenant.");

    /// <summary>The directory refused for another reason.</summary>
    public static readonly ErrorEntry SignInRefused = new(
        "AZR3011", FailureKind.SignInOrRights,
        "the directory refused the sign-in",
        "The directory answered with an error; its own code and words are given.",
        "Follow the directory's message; conditional access rules are often the cause.");

    /// <summary>The host does not answer.</summary>
    public static readonly ErrorEntry AzureUnreachable = new(
        "AZR3012", FailureKind.Unreachable,
        "Azure cannot be reached",
        "The host does not answer, its name does not resolve, or its certificate is not trusted.",
        "Check the network, the proxy (HTTPS_PROXY) and the environment: azsreg environment show.", Retryable: true);
}
