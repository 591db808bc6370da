namespace Azsreg.Protocol;

public static partial class ErrorCatalogue
{
    /// <summary>Refused for another reason.</summary>
    public static readonly ErrorEntry MarketplaceRequestRefused = new(
        "AZR6056", FailureKind.Failed,
        "the stamp refused a request to its marketplace",
        "The stamp's own code and words are given.",
        "Follow its words; azsreg status and azsreg alerts show what both sides say.");

    /// <summary>No such item.</summary>
    public static readonly ErrorEntry MarketplaceItemUnknown = new(
        "AZR6057", FailureKind.NotFound,
        "there is no such marketplace item",
        "No item has this id, title or text. What is offered depends on the Azure, the billing model and the version of the stamp; old versions are withdrawn.",
        "See what there is: azsreg marketplace list, azsreg marketplace versions ITEM.");

    /// <summary>Several could be meant.</summary>
    public static readonly ErrorEntry MarketplaceItemAmbiguous = new(
        "AZR6058", FailureKind.Usage,
        "several marketplace items could be meant",
        "A title or text is as good as an id as long as only one item has it.",
        "Give the id, which the column Id shows.");

    /// <summary>Some of several failed.</summary>
    public static readonly ErrorEntry DownloadsFailed = new(
        "AZR6061", FailureKind.Failed,
        "not everything was downloaded",
        "One item failing does not stop the others; those that failed are named with their reasons.",
        "Mend what is named, then run the same command again: it goes on where it stopped and leaves alone what is there.", Retryable: true);

    /// <summary>One download failed.</summary>
    public static readonly ErrorEntry DownloadFailed = new(
        "AZR6062", FailureKind.Failed,
        "the stamp could not download the item",
        "The stamp gave up on it; its own code and words are given. What was fetched and verified is kept where the stamp can keep it.",
        "Run the same command again. On a stamp that says to delete the failed item first: azsreg marketplace delete ITEM.", Retryable: true);

    /// <summary>Nobody accepted the terms.</summary>
    public static readonly ErrorEntry LegalTermsNotAccepted = new(
        "AZR6063", FailureKind.Usage,
        "the legal terms were not accepted",
        "An item comes under its publisher's terms. They are accepted once for each item, and who did so is kept.",
        "Read them (azsreg marketplace show ITEM); then answer yes at a terminal, or give --accept-terms.");

    /// <summary>Somebody stopped it.</summary>
    public static readonly ErrorEntry DownloadCanceled = new(
        "AZR6064", FailureKind.Conflict,
        "the download was canceled",
        "Somebody stopped it on the stamp while it was under way.",
        "Where it is wanted after all, run the same command again.");

    /// <summary>The stamp does not answer any more.</summary>
    public static readonly ErrorEntry DownloadOutOfSight = new(
        "AZR6065", FailureKind.Unreachable,
        "the stamp does not tell any more where the download stands",
        "Its administrator endpoint stopped answering, or ended this sign-in. A stamp downloads by itself; nobody has to watch.",
        "Run the same command again later: it picks up what is under way and shows what is there.", Retryable: true);

    /// <summary>Needed by another item.</summary>
    public static readonly ErrorEntry MarketplaceItemInUse = new(
        "AZR6066", FailureKind.Conflict,
        "something else on the stamp needs the item",
        "A solution on the stamp is built from it, or it is being downloaded.",
        "Delete what needs it first, or cancel the download: azsreg marketplace cancel ITEM.");

    /// <summary>Nothing to cancel.</summary>
    public static readonly ErrorEntry DownloadNotUnderWay = new(
        "AZR6067", FailureKind.NotFound,
        "no such download is under way",
        "It has ended, or was never started.",
        "See what is there: azsreg marketplace list --downloaded.");

    /// <summary>Not on the stamp.</summary>
    public static readonly ErrorEntry MarketplaceItemNotDownloaded = new(
        "AZR6068", FailureKind.NotFound,
        "the item is not on the stamp",
        "Only what was downloaded or imported can be deleted.",
        "See what is there: azsreg marketplace list --downloaded.");

    /// <summary>The stamp has no such action.</summary>
    public static readonly ErrorEntry MarketplaceActionNotOffered = new(
        "AZR6069", FailureKind.Failed,
        "this stamp does not offer that",
        "Stopping a download and cleaning up old versions are no part of the published interface of a stamp's marketplace.",
        "Use the stamp's administrator portal: Marketplace management; azsreg marketplace delete takes a single item off.");
}
