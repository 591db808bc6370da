namespace Azsreg.Protocol;

public static partial class ErrorCatalogue
{
    /// <summary>Item descriptions cannot be used.</summary>
    public static readonly ErrorEntry DescriptionsInvalid = new(
        "AZR6001", FailureKind.Usage,
        "item descriptions cannot be used",
        "A description is not in its form, or names a file that is not there or not what it should be.",
        "Correct what is named; all of it is listed, and nothing was added. docs/catalogue.md describes the form.");

    /// <summary>An item of that name is there with other content.</summary>
    public static readonly ErrorEntry ItemListedDifferently = new(
        "AZR6002", FailureKind.Conflict,
        "the catalogue lists that item with other content",
        "A version that stamps may have downloaded never changes what it is.",
        "Give the description a new version; or remove the listed one first, where no stamp has it.");

    /// <summary>The catalogue has no such item.</summary>
    public static readonly ErrorEntry ItemNotListed = new(
        "AZR6003", FailureKind.NotFound,
        "the catalogue does not list that item",
        "No product and no family of that name is listed, or it was retired before.",
        "azsreg cloud catalog list shows the names; nothing was removed.");

    /// <summary>Other items need the item.</summary>
    public static readonly ErrorEntry ItemNeeded = new(
        "AZR6004", FailureKind.Conflict,
        "other items need that item",
        "A solution that names it could not be downloaded whole any more.",
        "Remove those that need it too, or say --even-if-needed; whoever asks for it is then told that it was retired.");

    /// <summary>The catalogue is damaged.</summary>
    public static readonly ErrorEntry CatalogueDamaged = new(
        "AZR6005", FailureKind.Failed,
        "content of the catalogue is damaged",
        "Files under cloud/blobs of the data folder are missing or are not the bytes that were stored.",
        "Add the items named again from their folders, which puts whole content in the place of damaged; items of the sample are made anew after verify --repair.");

    /// <summary>Content cannot be stored.</summary>
    public static readonly ErrorEntry ContentNotStored = new(
        "AZR6006", FailureKind.Failed,
        "content cannot be stored",
        "The disk of the data folder is full, or the folder cannot be written, or a file of the description cannot be read.",
        "Make room or correct the rights and add it again; nothing was added.");

    /// <summary>The folder holds no cloud.</summary>
    public static readonly ErrorEntry NoCatalogueHere = new(
        "AZR6007", FailureKind.NotFound,
        "no Azure side was ever started in this data folder",
        "The catalogue belongs to the Azure side of a data folder.",
        "Name the folder of the one that is meant with --data, or start one with azsreg cloud serve.");
}
