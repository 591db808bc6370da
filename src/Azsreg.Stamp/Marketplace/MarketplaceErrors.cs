using System.Globalization;
using System.Text.RegularExpressions;
using Azsreg.Protocol;
using Azsreg.Stamp.Activation;

namespace Azsreg.Stamp.Marketplace;

/// <summary>
/// What keeps the marketplace from working, each with a code of its own; the message says what is wrong, what to do, and the catalogue's number.
/// States that waiting does not change are 409, so that no client tries them again.
/// </summary>
internal static partial class MarketplaceErrors
{
    public const string NotReachedCode = "AzureNotReached";

    /// <summary>The real code and sentence of a stamp that was never registered, or is not any more, and what follows from it.</summary>
    public static ArmException NotRegistered(ArmException missing)
    {
        var told = Of(ErrorCatalogue.StampNotRegistered, 404, "StampNotRegistered", "This stamp is not registered with Azure.").Error;
        return new ArmException(404, new ArmError(missing.Error.Code, $"{missing.Error.Message} {told.Message}", Details: [told]), missing);
    }

    public static ArmException Expired(ActivationRecord activation) => Of(
        ErrorCatalogue.MarketplaceActivationExpired, 409, "ActivationExpired",
        $"The activation of this stamp expired on {activation.ExpiresAt.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}, and the marketplace ended with it.");

    public static ArmException Disconnected() => Of(
        ErrorCatalogue.StampDisconnected, 409, "StampDisconnected",
        "This stamp is registered and activated without a line to Azure. Nothing is wrong.");

    public static ArmException SwitchedOff() => Of(
        ErrorCatalogue.MarketplaceSwitchedOff, 409, "MarketplaceSyndicationDisabled", "Marketplace syndication is off for this activation.");

    /// <summary>What the directory said, ids and all, is in the details: whoever reads the sentence needs to know what to do.</summary>
    public static ArmException PrincipalRefused(CataloguedException refused) => Of(
        ErrorCatalogue.MarketplacePrincipalRefused, 409, "BridgePrincipalRefused",
        DirectoryCode().Match(refused.Detail) is { Success: true } code
            ? $"Azure's directory refused the sign-in of this stamp's bridge ({code.Value})."
            : $"This stamp's bridge cannot sign in to Azure: {Stop(refused.Detail)}",
        refused, new ArmError(refused.Entry.Code, refused.Detail));

    public static ArmException NotAuthorized(string registrationId, ArmException answer) => Of(
        ErrorCatalogue.MarketplaceNotAuthorized, 409, "BridgeNotAuthorized",
        $"This stamp's bridge lacks the role '{WellKnown.RegistrationOwnerRole}' on its registration {NameOf(registrationId)}.", answer, answer.Error);

    public static ArmException RegistrationDeleted(string registrationId, ArmException? answer) => Of(
        ErrorCatalogue.RegistrationDeleted, 409, "RegistrationDeleted", $"The registration {NameOf(registrationId)} is gone from Azure.", answer, answer?.Error);

    public static ArmException NotReached(string detail, Exception cause) => Of(
        ErrorCatalogue.MarketplaceNotReached, 502, NotReachedCode, $"Azure's marketplace cannot be reached: {Stop(detail)}", cause);

    public static ArmException Refused(string detail, Exception? cause = null) => Of(
        ErrorCatalogue.MarketplaceRefused, 409, "AzureRefused", $"Azure refused what the marketplace needs: {Stop(detail)}", cause);

    /// <summary>The sentence of the published tool; it means that a pinned version was withdrawn as often as that a name is wrong.</summary>
    public static ArmException NotListed(string product, Exception? cause = null) => new(
        404, new ArmError("ProductNotListed", $"Product : {product} is not listed in registration subscription for download. Names and versions: azsreg marketplace list"), cause);

    public static ArmException NotCompatible(Product product) => Of(
        ErrorCatalogue.ProductNotCompatible, 409, "ProductNotCompatible",
        $"{ProductName.Of(product)} does not go with this stamp: {Stop(IssuesOf(product.Properties.Compatibility!))}");

    public static ArmException NotEnoughSpace(long needed, long free) => Of(
        ErrorCatalogue.NotEnoughSpace, 409, "NotEnoughSpace", $"The item needs {Bytes(needed)} more on the stamp; {Bytes(free)} are free.");

    public static ArmException DiskFull(Exception? cause = null) => Of(
        ErrorCatalogue.DiskFull, 409, "DiskFull", "The stamp's disk ran full.", cause);

    public static ArmException BlockCorrupted(string detail, int times) => Of(
        ErrorCatalogue.BlockCorrupted, 409, "BlockCorrupted", $"{Stop(detail)} It was fetched {times} times.");

    public static ArmException ContentCorrupted(string part) => Of(
        ErrorCatalogue.ContentCorrupted, 409, "ContentCorrupted", $"The hash of the part '{part}' differs from the one Azure keeps with it.");

    public static ArmException KeepsChanging(string part, int times) => Of(
        ErrorCatalogue.SourceKeepsChanging, 409, "SourceKeepsChanging", $"The part '{part}' was replaced in Azure {times} times during the download.");

    public static ArmException Interrupted(string detail, Exception cause) => Of(
        ErrorCatalogue.DownloadInterrupted, 409, "DownloadInterrupted", $"The download could not go on. {Stop(detail)}", cause);

    public static ArmException LinkRefused(string detail) => Of(
        ErrorCatalogue.LinkRefused, 409, "LinkRefused", $"Azure refuses the links it gives for the item: {Stop(detail)}");

    public static ArmException ContentMissing(string detail) => Of(
        ErrorCatalogue.ContentMissing, 409, "ContentMissing", $"The item is not whole in Azure: {Stop(detail)}");

    public static ArmException DependencyFailed(string product, ArmError? error) => Of(
        ErrorCatalogue.DependencyFailed, 409, "DependencyFailed",
        $"It needs {product}, which is not on the stamp: {Stop(error is null ? "its download was cancelled" : $"{error.Code}: {error.Message}")}");

    public static ArmException FolderUnusable(Exception cause) => Of(
        ErrorCatalogue.ContentFolderUnusable, 409, "ContentFolderUnusable", $"The stamp's marketplace folder cannot be written: {Stop(cause.Message)}", cause);

    public static ArmException ImportIncomplete(string part, string sha256) => Of(
        ErrorCatalogue.ImportedFileMissing, 409, "ImportIncomplete", $"The file of its part '{part}' ({sha256}) is not on the stamp.");

    public static ArmException UploadCorrupted(string sha256) => Of(
        ErrorCatalogue.UploadCorrupted, 400, "Sha256Mismatch", $"The uploaded file does not have the hash {sha256}. Its blocks are discarded.");

    public static ArmException ImportForeignLink(string part) => Of(
        ErrorCatalogue.ImportForeignLink, 400, "ImportForeignLink", $"The link of the part '{part}' is not one of this stamp's uploads.");

    /// <summary>Whether the error was made here, or is Azure's.</summary>
    public static bool IsOwn(ArmException error) => error.Error.Code is "ProductNotListed" or "ContentMissing" or "RegistrationDeleted";

    /// <summary>What a file operation of a download failed with, as a person is told it.</summary>
    public static ArmException OfFile(Exception failure) => IsDiskFull(failure) ? DiskFull(failure) : FolderUnusable(failure);

    /// <summary>A failure nobody foresaw; the stamp's log has it.</summary>
    public static ArmException OfUnforeseen(Exception failure) => failure is IOException or UnauthorizedAccessException
        ? OfFile(failure)
        : new ArmException(500, new ArmError("InternalServerError", "The stamp met an error nobody foresaw; its log has it. Start the download again: it goes on where it stopped."), failure);

    // ENOSPC and EDQUOT on Unix; ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL on Windows.
    private static bool IsDiskFull(Exception failure) => failure is IOException { HResult: 28 or 122 or unchecked((int)0x80070070) or unchecked((int)0x80070027) };

    private static ArmException Of(ErrorEntry entry, int status, string code, string what, Exception? cause = null, ArmError? detail = null) =>
        new(status, new ArmError(code, $"{what} {entry.Fix} ({entry.Code})", Details: detail is null ? null : [new ArmError(detail.Code, detail.Message)]), cause);

    private static string NameOf(string registrationId) => ArmResourceId.TryParse(registrationId, out var id) ? id.Name : registrationId;

    private static string Stop(string text) => text.Length > 0 && text[^1] is '.' or '!' or '?' ? text : text + ".";

    private static string IssuesOf(ProductCompatibility compatibility) =>
        compatibility.Issues.Count > 0 ? string.Join(", ", compatibility.Issues) : compatibility.Message;

    private static string Bytes(long bytes) => bytes switch
    {
        >= 1L << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):0.0} GiB"),
        >= 1L << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 20):0.0} MiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes"),
    };

    [GeneratedRegex("AADSTS[0-9]+", RegexOptions.NonBacktracking)]
    private static partial Regex DirectoryCode();
}
