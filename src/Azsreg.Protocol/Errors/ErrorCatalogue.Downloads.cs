namespace Azsreg.Protocol;

public static partial class ErrorCatalogue
{
    /// <summary>The stamp has no activation.</summary>
    public static readonly ErrorEntry StampNotRegistered = new(
        "AZR6020", FailureKind.NotFound,
        "the stamp is not registered, so it has no marketplace",
        "The marketplace of a stamp is that of its registration, and this stamp has no activation.",
        "Register the stamp: azsreg registration set.");

    /// <summary>The activation came to its end.</summary>
    public static readonly ErrorEntry MarketplaceActivationExpired = new(
        "AZR6021", FailureKind.Conflict,
        "the activation has expired, and the marketplace ended with it",
        "An activation of a yearly agreement ends with the agreement.",
        "Renew the agreement, then the registration: azsreg registration renew.");

    /// <summary>No line to Azure by design.</summary>
    public static readonly ErrorEntry StampDisconnected = new(
        "AZR6022", FailureKind.Conflict,
        "the stamp is registered without a line to Azure",
        "A disconnected stamp lists and downloads nothing of its own accord.",
        "Carry items to it: azsreg marketplace export on a connected machine, azsreg marketplace import at the stamp.");

    /// <summary>Switched off with the registration.</summary>
    public static readonly ErrorEntry MarketplaceSwitchedOff = new(
        "AZR6023", FailureKind.Conflict,
        "marketplace syndication is off for this activation",
        "The stamp was registered with marketplace syndication switched off.",
        "Switch it on: azsreg registration set --marketplace-syndication on. For a stamp without a line to Azure carry items: azsreg marketplace export, import.");

    /// <summary>The bridge cannot sign in.</summary>
    public static readonly ErrorEntry MarketplacePrincipalRefused = new(
        "AZR6024", FailureKind.SignInOrRights,
        "Azure does not let the stamp's bridge sign in",
        "Its service principal or the certificate of it was removed from the directory, or the directory is another one by now.",
        "Register again, which makes a new one: azsreg registration set.");

    /// <summary>The bridge has no right on its registration.</summary>
    public static readonly ErrorEntry MarketplaceNotAuthorized = new(
        "AZR6025", FailureKind.SignInOrRights,
        "Azure does not let the stamp's bridge use its registration",
        "The role 'Azure Stack Registration Owner' was taken from the bridge's service principal, or the registration was deleted and the role went with it.",
        "Register again, which gives the role back: azsreg registration set.");

    /// <summary>The registration is gone.</summary>
    public static readonly ErrorEntry RegistrationDeleted = new(
        "AZR6026", FailureKind.NotFound,
        "the stamp's registration is gone from Azure",
        "Somebody deleted the registration, or its resource group or subscription.",
        "Register again: azsreg registration set. Items on the stamp stay where they are.");

    /// <summary>Azure cannot be asked.</summary>
    public static readonly ErrorEntry MarketplaceNotReached = new(
        "AZR6027", FailureKind.Unreachable,
        "the stamp cannot reach Azure's marketplace",
        "The line, a proxy or a name is missing between the stamp and Azure, or Azure is not answering.",
        "Look at the line: azsreg check. Then try again; a download goes on where it stopped.", Retryable: true);

    /// <summary>Azure said no for another reason.</summary>
    public static readonly ErrorEntry MarketplaceRefused = new(
        "AZR6028", FailureKind.Failed,
        "Azure refused what the stamp asked of the marketplace",
        "Azure answered with an error of its own, which is given.",
        "Do what Azure's error says, then try again.");

    /// <summary>The product does not go with the stamp.</summary>
    public static readonly ErrorEntry ProductNotCompatible = new(
        "AZR6029", FailureKind.Conflict,
        "the product does not go with this stamp",
        "Azure compares a product's needs with the stamp's version, billing model, identity system and connection.",
        "Choose a product or version that is compatible: azsreg marketplace list --compatible.");

    /// <summary>The volume is too small for it.</summary>
    public static readonly ErrorEntry NotEnoughSpace = new(
        "AZR6030", FailureKind.Failed,
        "there is not enough room on the stamp for the item",
        "The room is checked before anything is downloaded, with what other downloads still need.",
        "Make room (azsreg marketplace cleanup), then start the download again.");

    /// <summary>The volume ran full.</summary>
    public static readonly ErrorEntry DiskFull = new(
        "AZR6031", FailureKind.Failed,
        "the stamp's disk ran full during the download",
        "Something else took the room that was there when the download began.",
        "Make room, then start the download again; what is there already is kept and not fetched twice.");

    /// <summary>A block is never right.</summary>
    public static readonly ErrorEntry BlockCorrupted = new(
        "AZR6032", FailureKind.Failed,
        "a block of the item arrived damaged every time",
        "The block's checksum differed from the server's each time it was fetched; something on the way alters the bytes.",
        "Look for a proxy or device that alters downloads, then start the download again.", Retryable: true);

    /// <summary>The whole is not what Azure says it is.</summary>
    public static readonly ErrorEntry ContentCorrupted = new(
        "AZR6033", FailureKind.Failed,
        "a file of the item is not what Azure says it is",
        "Every block arrived as the server sent it, but the hash of the whole differs from the one Azure keeps with the file.",
        "Report the item to its publisher; the file in Azure is damaged.");

    /// <summary>The blob never stands still.</summary>
    public static readonly ErrorEntry SourceKeepsChanging = new(
        "AZR6034", FailureKind.Failed,
        "a file of the item was replaced again and again while it was downloaded",
        "A download begins anew when the file in Azure is replaced under it; that happened too often.",
        "Wait until the publisher has finished, then start the download again.", Retryable: true);

    /// <summary>No block came through for long.</summary>
    public static readonly ErrorEntry DownloadInterrupted = new(
        "AZR6035", FailureKind.Unreachable,
        "the download could not go on",
        "For a long time no block of the file came through: the connection was cut, stalled or the server was busy each time.",
        "Start the download again when the line is better; it goes on where it stopped.", Retryable: true);

    /// <summary>Even a fresh link is refused.</summary>
    public static readonly ErrorEntry LinkRefused = new(
        "AZR6036", FailureKind.Failed,
        "Azure refuses the links it gives for the item",
        "A link that expired was asked for anew, and the new one was refused too. The clocks of both sides may differ.",
        "Compare the stamp's clock with the time, then start the download again.", Retryable: true);

    /// <summary>A file is not there.</summary>
    public static readonly ErrorEntry ContentMissing = new(
        "AZR6037", FailureKind.NotFound,
        "a file of the item is missing in Azure",
        "Azure lists the item, but has no link or no file for a part of it.",
        "Try a later version of the item, or report it to its publisher.");

    /// <summary>What it needs failed.</summary>
    public static readonly ErrorEntry DependencyFailed = new(
        "AZR6038", FailureKind.Failed,
        "an item this one needs could not be downloaded",
        "A solution is listed when everything it needs is on the stamp.",
        "Look at the item it needs, mend that, then start the download again.");

    /// <summary>The stamp's own folder.</summary>
    public static readonly ErrorEntry ContentFolderUnusable = new(
        "AZR6039", FailureKind.Failed,
        "the stamp cannot write its marketplace folder",
        "The file system refused a file of the item; its own words are given.",
        "Mend the folder or its rights, then start the download again.");

    /// <summary>A file of an import was not uploaded.</summary>
    public static readonly ErrorEntry ImportedFileMissing = new(
        "AZR6040", FailureKind.Failed,
        "a file of the imported item is not on the stamp",
        "An import names files that were uploaded before; this one was not, or not to its end.",
        "Upload the file, then import the item again: azsreg marketplace import does both.");

    /// <summary>An import from elsewhere.</summary>
    public static readonly ErrorEntry ImportForeignLink = new(
        "AZR6041", FailureKind.Usage,
        "an imported item may name uploads of this stamp only",
        "A link to another host would make the stamp fetch from wherever a file says.",
        "Upload the item's files to the stamp and name those: azsreg marketplace import.");

    /// <summary>Uploaded bytes are not what was announced.</summary>
    public static readonly ErrorEntry UploadCorrupted = new(
        "AZR6042", FailureKind.Failed,
        "uploaded bytes do not have the hash they were announced with",
        "They were altered on the way, or the file changed while it was uploaded.",
        "Verify the bundle (azsreg marketplace verify), then upload the file again.");
}
