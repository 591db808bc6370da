namespace Azsreg.Protocol;

public static partial class ErrorCatalogue
{
    /// <summary>Found, but not in the subscription chosen.</summary>
    public static readonly ErrorEntry RegistrationInAnotherSubscription = new(
        "AZR2120", FailureKind.NotFound,
        "the registration is in another subscription",
        "It was looked for in every resource group of the subscription chosen, and found in another one the account sees.",
        "Run the command again for that subscription:");

    /// <summary>Asked for what needs a line.</summary>
    public static readonly ErrorEntry FeatureNeedsLine = new(
        "AZR2121", FailureKind.Usage,
        "a disconnected stamp has neither marketplace syndication nor usage reporting",
        "Both are done by the stamp's bridge over a line to Azure with a service principal, and a disconnected registration has neither of the two.",
        "Leave the option out; for a stamp that has a line: azsreg registration set.");

    /// <summary>A carried file cannot be read at all.</summary>
    public static readonly ErrorEntry CarriedFileUnreadable = new(
        "AZR5010", FailureKind.Usage,
        "a carried file cannot be read",
        "It does not exist, may not be read, is empty, is larger than 1 MiB, or is neither UTF-8 nor UTF-16 text.",
        "Check the path, or copy the file again from where it was written.");

    /// <summary>The example's text is still there.</summary>
    public static readonly ErrorEntry CarriedPlaceholder = new(
        "AZR5011", FailureKind.Usage,
        "a placeholder was left in",
        "The text is that of an example, to be replaced by the value itself.",
        "Give the value: best as the file that was written, with --token-file or --key-file.");

    /// <summary>A key in a token's place, or the reverse.</summary>
    public static readonly ErrorEntry CarriedFileOfWrongKind = new(
        "AZR5012", FailureKind.Usage,
        "the file is of another kind",
        "A registration token goes from the stamp to Azure, an activation key from Azure to the stamp; one cannot stand for the other.",
        "Give the right file; what is in one tells: azsreg offline inspect FILE.");

    /// <summary>The token is damaged.</summary>
    public static readonly ErrorEntry RegistrationTokenUnreadable = new(
        "AZR5013", FailureKind.Usage,
        "the registration token cannot be read",
        "A part of it was lost or damaged on the way, or it is something else.",
        "Carry the file over again; if it stays, have the stamp make a fresh token: azsreg offline token.");

    /// <summary>The token's signature does not fit.</summary>
    public static readonly ErrorEntry RegistrationTokenAltered = new(
        "AZR5014", FailureKind.Failed,
        "the registration token was altered",
        "The stamp's signature covers every byte of it, and does not fit its content.",
        "Carry the file over again unchanged; if it stays, have the stamp make a fresh token: azsreg offline token.");

    /// <summary>Something else has the name.</summary>
    public static readonly ErrorEntry CarriedFileInTheWay = new(
        "AZR5015", FailureKind.Conflict,
        "another file is in the way",
        "A file of that name is there already and belongs to another stamp, or is no such file at all.",
        "Give another name with --out, or replace the file with --force.");

    /// <summary>The file cannot be written.</summary>
    public static readonly ErrorEntry CarriedFileNotWritten = new(
        "AZR5016", FailureKind.Failed,
        "the file cannot be written",
        "Its folder does not exist or may not be written, or the disk is full.",
        "Check the folder, or give another one with --out.");

    /// <summary>No key set.</summary>
    public static readonly ErrorEntry ActivationKeySetUnusable = new(
        "AZR5017", FailureKind.Usage,
        "the file of trusted signing keys cannot be used",
        "It is no JSON Web Key Set, or holds no RSA key of 2,048 bits or more.",
        "Write it anew where Azure is reached: azsreg cloud keys export --file FILE.");

    /// <summary>Not the token that was written.</summary>
    public static readonly ErrorEntry FingerprintDiffers = new(
        "AZR5018", FailureKind.Failed,
        "the token is not the one that was written",
        "Its SHA-256 differs from the one given. An unsigned token of an older stamp has nothing in it that would tell.",
        "Carry the file over again, or give the SHA-256 that the stamp's side printed.");

    /// <summary>This Azure publishes no keys.</summary>
    public static readonly ErrorEntry SigningKeysNotPublished = new(
        "AZR5019", FailureKind.NotFound,
        "this Azure publishes no signing keys",
        "Only this program's own Azure side does; real stamps trust real Azure's keys from the factory.",
        "Name the Azure side with --environment: azsreg environment list.");

    /// <summary>The stamp does not ask Azure for products.</summary>
    public static readonly ErrorEntry MarketplaceSyndicationOff = new(
        "AZR5020", FailureKind.Conflict,
        "the stamp lists no marketplace items",
        "Marketplace syndication is off for its activation: always for a stamp without a line to Azure, else where somebody switched it off.",
        "Without a line, carry items to it: azsreg marketplace export, azsreg marketplace import. With one: azsreg registration set --marketplace-syndication on");
}
