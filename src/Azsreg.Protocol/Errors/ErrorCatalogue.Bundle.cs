namespace Azsreg.Protocol;

public static partial class ErrorCatalogue
{
    /// <summary>The folder has no manifest.</summary>
    public static readonly ErrorEntry BundleNotFound = new(
        "AZR6070", FailureKind.NotFound,
        "the folder holds no marketplace bundle",
        "It does not exist or has no manifest.json; an export writes that last, so that one which did not end leaves none.",
        "Check the path; an export is finished by the same command: azsreg marketplace export --repository DIR.");

    /// <summary>The manifest is damaged.</summary>
    public static readonly ErrorEntry BundleManifestUnreadable = new(
        "AZR6071", FailureKind.Failed,
        "the bundle's manifest cannot be used",
        "It was cut off or damaged on the way, or it says what no bundle can say.",
        "Copy the folder again from where it was exported.");

    /// <summary>Written by a later version.</summary>
    public static readonly ErrorEntry BundleFormatNewer = new(
        "AZR6072", FailureKind.Failed,
        "the bundle is of a newer format",
        "A later azsreg exported it, and this one would read it wrongly.",
        "Use an azsreg as new as the one that exported, or export again with this one.");

    /// <summary>The manifest's signature does not fit.</summary>
    public static readonly ErrorEntry BundleManifestAltered = new(
        "AZR6073", FailureKind.Failed,
        "the bundle's manifest was altered",
        "Its signature covers every byte of what it says, and does not fit.",
        "Copy the folder again from where it was exported; if it stays, find out who had it in between.");

    /// <summary>Signed by somebody nobody told us of.</summary>
    public static readonly ErrorEntry BundleSignerNotTrusted = new(
        "AZR6074", FailureKind.Failed,
        "the bundle was signed by another signer than those trusted here",
        "Anybody can make a folder and sign it with a key of their own; only signers that somebody told this data folder of are believed.",
        "Compare the fingerprint with 'azsreg marketplace signer show' where it was exported. If it is the same: azsreg marketplace signer trust FILE, or --trust-signer FINGERPRINT.");

    /// <summary>A path that must not be followed.</summary>
    public static readonly ErrorEntry BundlePathRefused = new(
        "AZR6075", FailureKind.Failed,
        "the bundle names a path that is refused",
        "Paths stay within the folder and mean the same file on every system: none that climbs out, is absolute or a link, none that Windows reserves or reads as another's.",
        "Nothing of such a bundle is used. Find out who made it, and export again.");

    /// <summary>A file is gone.</summary>
    public static readonly ErrorEntry BundleFileMissing = new(
        "AZR6076", FailureKind.Failed,
        "a file of the bundle is missing",
        "The manifest names it and it is not in the folder.",
        "Copy the folder again, or have the export finish it: azsreg marketplace export with the same folder.");

    /// <summary>A file has other content.</summary>
    public static readonly ErrorEntry BundleFileAltered = new(
        "AZR6077", FailureKind.Failed,
        "a file of the bundle was altered",
        "Its size or its SHA-256 is not the one in the manifest: a copy that ended early, a worn medium, or somebody's doing.",
        "Copy the file again from where it was exported.");

    /// <summary>A file too many.</summary>
    public static readonly ErrorEntry BundleFileExtra = new(
        "AZR6078", FailureKind.Failed,
        "a file in the folder is not the bundle's",
        "The manifest does not name it: something else was put there, or an export did not end.",
        "Move it out of the folder; files of an export that did not end go when the same command ends.");

    /// <summary>The folder is taken by another bundle.</summary>
    public static readonly ErrorEntry BundleInTheWay = new(
        "AZR6080", FailureKind.Conflict,
        "the folder holds another bundle or something else",
        "An export adds to a bundle of the same registration that this data folder signed, and touches nothing else.",
        "Give another folder with --repository.");

    /// <summary>Content differs from what its publisher told.</summary>
    public static readonly ErrorEntry ContentNotAsPublished = new(
        "AZR6081", FailureKind.Failed,
        "downloaded content is not what Azure says it is",
        "Its length, MD5 or SHA-256 differs from what the blob service tells of the same blob, also after it was fetched once more.",
        "Run the command again later; if it stays, the catalogue's content is damaged.",
        Retryable: true);

    /// <summary>Not enough room.</summary>
    public static readonly ErrorEntry BundleNoSpace = new(
        "AZR6082", FailureKind.Failed,
        "there is not enough space for the bundle",
        "What is to be downloaded is larger than what is free where the folder is.",
        "Make room, give another folder, or take fewer items.");

    /// <summary>No such item.</summary>
    public static readonly ErrorEntry ProductNotListed = new(
        "AZR6084", FailureKind.NotFound,
        "an item is not listed",
        "The name is wrong, its publisher withdrew it, or the registration's catalogue is another one.",
        "What there is: azsreg marketplace list --from-azure, for a bundle: azsreg offline inspect DIR.");

    /// <summary>Some items of an export failed.</summary>
    public static readonly ErrorEntry ExportIncomplete = new(
        "AZR6085", FailureKind.Failed,
        "not every item was exported",
        "Each item that failed is named with its reason; the others are in the bundle, whole.",
        "Run the same command again: it takes up where it ended.",
        Retryable: true);

    /// <summary>Some items of an import failed.</summary>
    public static readonly ErrorEntry ImportIncomplete = new(
        "AZR6086", FailureKind.Failed,
        "not every item was imported",
        "Each item that failed is named with its reason; the others are on the stamp, whole.",
        "Run the same command again: what is there already is skipped, what was uploaded is not sent twice.",
        Retryable: true);

    /// <summary>The stamp does not take the content.</summary>
    public static readonly ErrorEntry UploadRefused = new(
        "AZR6087", FailureKind.Failed,
        "the stamp does not take the content",
        "It refused an upload, or has no place for uploads of this kind.",
        "The stamp's own words are in the detail. A stamp of another maker takes items from a storage account of its own: use its own tools there.");

    /// <summary>No signer in the file.</summary>
    public static readonly ErrorEntry SignerFileUnusable = new(
        "AZR6088", FailureKind.Usage,
        "the signer's file cannot be used",
        "It holds no public key (PEM) on the curve P-256, or cannot be read.",
        "Write it anew where bundles are exported: azsreg marketplace signer show --out FILE.");

    /// <summary>The folder cannot be written.</summary>
    public static readonly ErrorEntry BundleNotWritten = new(
        "AZR6089", FailureKind.Failed,
        "the bundle's folder cannot be read or written",
        "It may not be entered, the medium is full or was taken away, or the system refused.",
        "Check the folder and the medium, and run the same command again.");

    /// <summary>A stamp without activation.</summary>
    public static readonly ErrorEntry StampTakesNoItems = new(
        "AZR6090", FailureKind.Conflict,
        "the stamp is not registered, so it takes no items",
        "Downloaded items belong to the stamp's activation; a stamp that was never activated has none they could belong to. A disconnected registration is enough.",
        "Register it first: azsreg registration set, or without a line to Azure: azsreg offline token.");

    /// <summary>Azure's blob service refused.</summary>
    public static readonly ErrorEntry BlobRefused = new(
        "AZR6091", FailureKind.Failed,
        "Azure's blob service refuses the content",
        "The link it gave does not work, also after it was renewed, or the blob is not there.",
        "The service's code is in the detail. Run the command again later.",
        Retryable: true);

    /// <summary>Somebody else exports into the folder.</summary>
    public static readonly ErrorEntry BundleInUse = new(
        "AZR6092", FailureKind.Conflict,
        "another export is writing into this folder",
        "Two at once would take each other's files.",
        "Wait for it to end, or give another folder with --repository.");
}
