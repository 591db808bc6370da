namespace Azsreg.Protocol;

public static partial class ErrorCatalogue
{
    /// <summary>Two runs for one stamp.</summary>
    public static readonly ErrorEntry WorkUnderWay = new(
        "AZR8010", FailureKind.Conflict,
        "something else is being done with this stamp's registration",
        "Registering, changing, renewing, removing and activating touch the same things on both sides, so that only one of them runs at a time, whoever started it.",
        "Follow what is running from the bell in the portal's top bar, and start again when it has ended; an interrupted run is finished by starting it again.",
        Retryable: true);

    /// <summary>The portal's session is not signed in at Azure.</summary>
    public static readonly ErrorEntry PortalNotSignedInAtAzure = new(
        "AZR8011", FailureKind.SignInOrRights,
        "nobody is signed in at Azure here",
        "Registering makes things in an Azure subscription, as the person who owns it; the sign-in at the stamp says nothing there. It was not made yet, has ended, or was forgotten when the portal was left.",
        "Sign in at Azure in the first step of Registration, and choose the subscription.");

    /// <summary>What would be done is not what was shown.</summary>
    public static readonly ErrorEntry PlanHasChanged = new(
        "AZR8012", FailureKind.Conflict,
        "the plan is not the one that was shown any more",
        "What would be done is looked up again before anything is touched, and it differs from the plan this run was started from: the form or one of the two sides has changed since.",
        "Look at the plan again and start the run from it. Nothing was changed.");

    /// <summary>The typed confirmation does not fit.</summary>
    public static readonly ErrorEntry ConfirmationDiffers = new(
        "AZR8013", FailureKind.Usage,
        "what was typed to confirm is not the name that was asked for",
        "Something would be lost, so that the portal has its name typed first. Letter case and blanks count.",
        "Type or paste the name as the page shows it. Nothing was changed.");

    /// <summary>A form without what the step needs.</summary>
    public static readonly ErrorEntry FormIncomplete = new(
        "AZR8014", FailureKind.Usage,
        "something this step needs was not given",
        "A field was left empty, or holds something it cannot hold. Passwords are never shown again, so that they are typed anew after a page was loaded.",
        "Fill in what is named and send the form again. Nothing was changed.");

    /// <summary>An upload beyond any key.</summary>
    public static readonly ErrorEntry UploadTooLarge = new(
        "AZR8015", FailureKind.Usage,
        "the file is larger than any activation key",
        "An activation key has a few kilobytes; a megabyte is the most that is read.",
        "Choose the file that azsreg offline key wrote on the machine that reaches Azure.");

    /// <summary>A run nobody knows.</summary>
    public static readonly ErrorEntry WorkUnknown = new(
        "AZR8016", FailureKind.NotFound,
        "there is no such run",
        "The address names a run that was never started on this stamp, or is older than the ones that are kept.",
        "See the runs that are kept under Work.");

    /// <summary>A credential that was refused a moment ago.</summary>
    public static readonly ErrorEntry CredentialRefusedBefore = new(
        "AZR8017", FailureKind.SignInOrRights,
        "this password was refused a moment ago and was not tried again",
        "The privileged endpoint counts refused sign-ins and shuts an account out after several. A form that shows its plan while it is filled in would use them up by itself.",
        "Type the cloud administrator's name and password again.");

    /// <summary>The stamp was started anew under a run.</summary>
    public static readonly ErrorEntry WorkInterrupted = new(
        "AZR8018", FailureKind.Failed,
        "the run was interrupted",
        "It was stopped, or the portal ended while it ran. What was made so far stays, and is written down where the next run finds it.",
        "Run it again: it continues where it was.",
        Retryable: true);
}
