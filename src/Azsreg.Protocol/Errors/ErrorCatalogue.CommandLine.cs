namespace Azsreg.Protocol;

public static partial class ErrorCatalogue
{
    /// <summary>The words are not a verb with its options.</summary>
    public static readonly ErrorEntry CommandLineNotUnderstood = new(
        "AZR1010", FailureKind.Usage,
        "the command line is not understood",
        "A verb or option does not exist, is missing, or was given twice.",
        "The help shows the verbs and their options:");

    /// <summary>A password is needed and was not given.</summary>
    public static readonly ErrorEntry PasswordMissing = new(
        "AZR1011", FailureKind.Usage,
        "a password is needed",
        "It is asked for at a terminal, or read from standard input or a file; it is never an argument, which others could see.",
        "Run it at a terminal, or give the password by one of the two options.");

    /// <summary>No such code.</summary>
    public static readonly ErrorEntry ErrorCodeUnknown = new(
        "AZR1012", FailureKind.NotFound,
        "there is no such error code",
        "Codes are AZR and four digits; this version does not have that one.",
        "See all of them:");
}
