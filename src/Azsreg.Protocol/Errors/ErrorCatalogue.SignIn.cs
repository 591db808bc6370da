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

    /// <summary>The account may not sign in at all.</summary>
    public static readonly ErrorEntry AccountBlocked = new(
        "AZR3013", FailureKind.SignInOrRights,
        "the account is blocked",
        "It is disabled, locked after too many failures, or its password has expired.",
        "Wait a while if it was locked; otherwise ask the directory's administrator, or change the password in a browser.");

    /// <summary>The directory is busy.</summary>
    public static readonly ErrorEntry SignInBusy = new(
        "AZR3014", FailureKind.Failed,
        "the directory is busy",
        "Its token service answered that it cannot serve the request now.",
        "Wait a minute and run the same command again.", Retryable: true);

    /// <summary>The host name has no address.</summary>
    public static readonly ErrorEntry HostNameUnknown = new(
        "AZR3015", FailureKind.Unreachable,
        "the host name is not known",
        "The name server has no address for it, or no name server can be reached.",
        "Check the address (azsreg environment show), the name server and the network.");

    /// <summary>Nobody listens.</summary>
    public static readonly ErrorEntry ConnectionRefused = new(
        "AZR3016", FailureKind.Unreachable,
        "nobody answers at that address",
        "The host is there, but no program listens at the port.",
        "Check the port, and that the server runs; the local Azure side is started by: azsreg up", Retryable: true);

    /// <summary>The certificate is not trusted.</summary>
    public static readonly ErrorEntry ServerNotTrusted = new(
        "AZR3017", FailureKind.Unreachable,
        "the server's certificate is not trusted",
        "It was made by an authority this machine does not know, is for another name, or has expired. Nothing was sent to it.",
        "Name its authority with --ca-file where the environment or stamp is entered, or correct the clock or the address.");

    /// <summary>No answer in time.</summary>
    public static readonly ErrorEntry NoAnswerInTime = new(
        "AZR3018", FailureKind.Unreachable,
        "there was no answer in time",
        "The host or a firewall on the way drops the packets, or the server is overloaded.",
        "Check the network and the proxy (HTTPS_PROXY), then run the same command again.", Retryable: true);

    /// <summary>The proxy refuses.</summary>
    public static readonly ErrorEntry ProxyRefused = new(
        "AZR3019", FailureKind.Unreachable,
        "the proxy does not let the request pass",
        "HTTPS_PROXY names a proxy that refused the connection, or wants a sign-in of its own.",
        "Check HTTPS_PROXY and NO_PROXY, or have the host allowed.");

    /// <summary>The answer makes no sense.</summary>
    public static readonly ErrorEntry AnswerNotUnderstood = new(
        "AZR3020", FailureKind.Failed,
        "a server's answer could not be understood",
        "It was not of the documented form: too large, cut short, or a page of a proxy in between.",
        "Check that the address is the right one (azsreg environment show) and that no proxy answers in its place.");

    /// <summary>The address is no Resource Manager.</summary>
    public static readonly ErrorEntry NotResourceManager = new(
        "AZR3021", FailureKind.Usage,
        "that address is not an Azure Resource Manager",
        "A Resource Manager tells its endpoints at /metadata/endpoints; this one does not.",
        "Give the Resource Manager's address, such as https://management.azure.com or https://adminmanagement.REGION.DOMAIN.");

    /// <summary>No environment of that name.</summary>
    public static readonly ErrorEntry EnvironmentUnknown = new(
        "AZR3022", FailureKind.NotFound,
        "no environment of that name is known",
        "It is neither built in nor entered in this data folder.",
        "See them: azsreg environment list; enter one: azsreg environment add NAME --resource-manager URL.");

    /// <summary>The account is not known here.</summary>
    public static readonly ErrorEntry AccountUnknown = new(
        "AZR3023", FailureKind.NotFound,
        "no such account or subscription is known here",
        "It is not among those the signed-in accounts can see.",
        "See them: azsreg account list; sign in with another account: azsreg login.");
}
