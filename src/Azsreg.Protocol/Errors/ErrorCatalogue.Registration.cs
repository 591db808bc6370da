namespace Azsreg.Protocol;

public static partial class ErrorCatalogue
{
    /// <summary>One or more billing rules are broken.</summary>
    public static readonly ErrorEntry BillingRulesBroken = new(
        "AZR2101", FailureKind.Usage,
        "the billing model and its options do not go together",
        "Each billing model has its own rules for agreement number, asset tag, usage reporting, offer and stamp version.",
        "Correct every point listed; nothing was touched.");

    /// <summary>The location is not one of the subscription's.</summary>
    public static readonly ErrorEntry UnknownResourceGroupLocation = new(
        "AZR2102", FailureKind.Usage,
        "the resource group's location is not available",
        "The subscription has no location of that name in this Azure.",
        "Choose one of the locations listed with --location; the default is westcentralus.");

    /// <summary>The provider is not registered and may not be.</summary>
    public static readonly ErrorEntry ProviderNotRegistered = new(
        "AZR2103", FailureKind.Failed,
        "the resource provider Microsoft.AzureStack is not registered",
        "A subscription must be registered for Microsoft.AzureStack once, and registering it failed or takes too long.",
        "Run: azsreg provider register Microsoft.AzureStack", Retryable: true);

    /// <summary>The name is bound to another cloud id.</summary>
    public static readonly ErrorEntry RegistrationOfAnotherStamp = new(
        "AZR2104", FailureKind.Conflict,
        "the registration belongs to another stamp",
        "A registration keeps its cloud id for good.",
        "Use another name with --registration-name; AzureStack-{cloud id} is always free for its own stamp.");

    /// <summary>The cloud id is registered under another name.</summary>
    public static readonly ErrorEntry StampRegisteredElsewhere = new(
        "AZR2105", FailureKind.Conflict,
        "the stamp is registered under another name already",
        "A cloud id can have one registration only.",
        "Use the registration's own name, or remove that registration first: azsreg registration remove.");

    /// <summary>A lock that is not ours stands in the way.</summary>
    public static readonly ErrorEntry LockedBySomeoneElse = new(
        "AZR2106", FailureKind.Conflict,
        "a lock set by someone else stands in the way",
        "azsreg lifts only its own lock, RegistrationResourceLock; another one is somebody's decision.",
        "Ask its owner to remove the lock named, then run the same command again.");

    /// <summary>Azure refused the token.</summary>
    public static readonly ErrorEntry RegistrationTokenRefused = new(
        "AZR2107", FailureKind.Failed,
        "Azure refused the registration token",
        "The token was altered or damaged on the way, is of a version this Azure does not accept, or was used elsewhere.",
        "Have the stamp make a fresh token by running the same command again.");

    /// <summary>No registration under that name.</summary>
    public static readonly ErrorEntry RegistrationNotFound = new(
        "AZR2108", FailureKind.NotFound,
        "there is no such registration",
        "Neither this name nor this stamp's cloud id has a registration in the subscription and resource group.",
        "List what there is: azsreg registration list. Another subscription: azsreg account set --subscription NAME.");

    /// <summary>Azure answered with an error of its own.</summary>
    public static readonly ErrorEntry AzureRefused = new(
        "AZR2109", FailureKind.Failed,
        "Azure refused the request",
        "Azure answered with an error; its own code and words are given.",
        "Follow Azure's message; the correlation id given finds the request in Azure's activity log.");

    /// <summary>Azure is busy.</summary>
    public static readonly ErrorEntry AzureBusy = new(
        "AZR2110", FailureKind.Failed,
        "Azure is throttling or out of order",
        "Azure answered 429 or a server error several times in a row.",
        "Wait for the time named and run the same command again; it goes on where it stopped.", Retryable: true);

    /// <summary>The subscription cannot be used.</summary>
    public static readonly ErrorEntry SubscriptionUnusable = new(
        "AZR2111", FailureKind.Conflict,
        "the subscription cannot be used",
        "It is disabled, past due, or of an offer this billing model does not allow.",
        "Choose another one: azsreg account set --subscription NAME.");

    /// <summary>The run was proven wrong at its end.</summary>
    public static readonly ErrorEntry EffectNotProven = new(
        "AZR2112", FailureKind.Failed,
        "a step's effect could not be seen",
        "The step reported success, but reading it back shows something else.",
        "Run the same command again; if it stays, azsreg status shows both sides.", Retryable: true);

    /// <summary>The subscription holds no chosen one.</summary>
    public static readonly ErrorEntry SubscriptionNotChosen = new(
        "AZR2113", FailureKind.Usage,
        "it is not clear which subscription to use",
        "The account sees several subscriptions, or none, and none was chosen.",
        "See them: azsreg account list; choose: azsreg account set --subscription NAME.");

    /// <summary>This cloud cannot register.</summary>
    public static readonly ErrorEntry EnvironmentNotSupported = new(
        "AZR2114", FailureKind.Usage,
        "stamps of this version cannot register in this Azure cloud",
        "Registration in AzureChinaCloud and AzureUSGovernment needs a stamp of 1803 or later; AzureGermanCloud never had it.",
        "Update the stamp, or register with another cloud: azsreg environment use NAME.");
}
