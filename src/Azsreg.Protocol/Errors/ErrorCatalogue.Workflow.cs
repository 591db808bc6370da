namespace Azsreg.Protocol;

public static partial class ErrorCatalogue
{
    /// <summary>The same command runs in another process.</summary>
    public static readonly ErrorEntry CommandAlreadyRunning = new(
        "AZR1020", FailureKind.Conflict,
        "the same command is running already",
        "Two runs of one command on one stamp would undo each other's work.",
        "Wait until the other one has ended; if it died, its lock is gone with it and the command can be run again.");

    /// <summary>Nobody was there to say yes.</summary>
    public static readonly ErrorEntry ConfirmationNeeded = new(
        "AZR1021", FailureKind.Usage,
        "the command wants a confirmation and nobody can be asked",
        "The input is not a terminal, so the question cannot be put.",
        "Look at what would happen with --plan, then give --yes.");

    /// <summary>The stamp stopped while it ran an action.</summary>
    public static readonly ErrorEntry StampActionInterrupted = new(
        "AZR4030", FailureKind.Failed,
        "the stamp was stopped while it ran an action",
        "An action does not outlive a restart of the stamp; it can be asked for again.",
        "Run the same command again; it goes on where it stopped.", Retryable: true);
}
