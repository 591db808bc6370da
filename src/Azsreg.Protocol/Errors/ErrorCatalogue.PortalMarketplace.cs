namespace Azsreg.Protocol;

public static partial class ErrorCatalogue
{
    /// <summary>The bundle was exchanged between the look and the import.</summary>
    public static readonly ErrorEntry BundleNotAsShown = new(
        "AZR8020", FailureKind.Conflict,
        "the bundle is another than the page had shown",
        "Between the look into the folder and the import its manifest was exchanged, or another medium was put in.",
        "Look into the folder again, and import what it shows then.");

    /// <summary>A folder that depends on where the program was started.</summary>
    public static readonly ErrorEntry ImportFolderNotFull = new(
        "AZR8021", FailureKind.Usage,
        "the folder must be named by its whole path",
        "The portal looks on the machine the stamp runs on, where no folder is the current one.",
        "Name it from the root on, such as /media/stick/bundle or E:\\bundle.");

    /// <summary>One import at a time.</summary>
    public static readonly ErrorEntry ImportUnderWay = new(
        "AZR8022", FailureKind.Conflict,
        "another bundle is being imported into this stamp",
        "Imports go one after the other: two at once would send the same content twice.",
        "Follow the one that runs from the bell, and start this one when it has ended.");
}
