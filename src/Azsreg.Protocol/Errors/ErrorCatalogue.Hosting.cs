namespace Azsreg.Protocol;

public static partial class ErrorCatalogue
{
    /// <summary>A fault of the program itself.</summary>
    public static readonly ErrorEntry Unexpected = new(
        "AZR1000", FailureKind.Failed,
        "something went wrong that azsreg does not know",
        "A fault in azsreg, or a peer that answered in a way nobody foresaw.",
        "Run it again with --verbose; if it stays, open an issue with the log file named above.");

    /// <summary>An option's value cannot be used.</summary>
    public static readonly ErrorEntry InvalidOption = new(
        "AZR1001", FailureKind.Usage,
        "an option's value cannot be used",
        "The value is malformed, out of range, or does not go with another option.",
        "Correct the option; --help of the verb shows what it takes.");

    /// <summary>The settings file cannot be read.</summary>
    public static readonly ErrorEntry SettingsUnreadable = new(
        "AZR1002", FailureKind.Usage,
        "the settings file cannot be read",
        "It is not valid JSON, or holds a key or value that is not known.",
        "Correct the file at the place named, or remove it to start from the defaults.");

    /// <summary>Another process holds the role's lock.</summary>
    public static readonly ErrorEntry RoleInUse = new(
        "AZR1003", FailureKind.Conflict,
        "another process is using this data folder",
        "One process at a time may run a role in a data folder.",
        "Stop the process named, or give another folder with --data.");

    /// <summary>The folder was written by a newer version.</summary>
    public static readonly ErrorEntry DataFolderNewer = new(
        "AZR1004", FailureKind.Failed,
        "the data folder was written by a newer azsreg",
        "Its database has schema versions that this azsreg does not have; going on could damage it.",
        "Use the newer azsreg, or another folder with --data.");

    /// <summary>The folder cannot be written.</summary>
    public static readonly ErrorEntry DataFolderUnusable = new(
        "AZR1005", FailureKind.Failed,
        "the data folder cannot be used",
        "It cannot be created, read or written, or the disk is full.",
        "Check the path, its owner and the free space, or give another folder with --data.");

    /// <summary>The port is taken.</summary>
    public static readonly ErrorEntry PortInUse = new(
        "AZR1006", FailureKind.Conflict,
        "a port is taken",
        "Another program listens on the port a role wants.",
        "Give other ports with --port-base (0 takes any free ones), or stop the other program.");

    /// <summary>An encrypted value cannot be decrypted.</summary>
    public static readonly ErrorEntry SecretUnreadable = new(
        "AZR1007", FailureKind.Failed,
        "a stored secret cannot be decrypted",
        "The folder's key file is missing or is another folder's, or the value was altered.",
        "Restore the key file from a backup, or sign in again; with --reset, up starts from an empty folder.");

    /// <summary>A certificate file given cannot be used.</summary>
    public static readonly ErrorEntry CertificateFileUnreadable = new(
        "AZR1008", FailureKind.Usage,
        "a certificate file cannot be used",
        "It does not exist, is not PEM, or its key belongs to another certificate or has a password.",
        "Give PEM files: the certificate with --certificate, its key without a password with --key, authorities with --trust.");

    /// <summary>The data folder's own authority has expired.</summary>
    public static readonly ErrorEntry LocalAuthorityExpired = new(
        "AZR1009", FailureKind.Failed,
        "the local certificate authority has expired",
        "The authority that a data folder makes for itself is valid for ten years.",
        "Remove the folder ca/ in the data folder; the next start makes a new one, which clients must be told to trust again.");
}
