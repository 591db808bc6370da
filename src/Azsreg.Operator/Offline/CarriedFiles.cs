using System.Text;
using Azsreg.Protocol;

namespace Azsreg.Operator.Offline;

/// <summary>Files that people carry between the two sides: read with a bound, written whole or not at all.</summary>
public static class CarriedFiles
{
    /// <summary>The content of a file.</summary>
    /// <exception cref="CataloguedException">It is not there, may not be read, or is larger than any token, key or key set (AZR5010).</exception>
    public static byte[] Read(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (file.Length > TransferText.MaxBytes)
                throw new CataloguedException(ErrorCatalogue.CarriedFileUnreadable, $"'{path}' is larger than {TransferText.MaxBytes / 1024} KiB.");
            var content = new byte[file.Length];
            file.ReadExactly(content);
            return content;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new CataloguedException(ErrorCatalogue.CarriedFileUnreadable, $"'{path}': {failure.Message}", inner: failure);
        }
    }

    /// <summary>Reads a registration token from a file.</summary>
    /// <exception cref="CataloguedException">AZR5010 to AZR5014.</exception>
    public static CarriedToken ReadToken(string path) => CarriedFile.ReadToken(Read(path), $"'{path}'");

    /// <summary>Reads an activation key from a file.</summary>
    /// <exception cref="CataloguedException">AZR5001 to AZR5003, or AZR5010 to AZR5012.</exception>
    public static CarriedKey ReadKey(string path) => CarriedFile.ReadKey(Read(path), $"'{path}'");

    /// <summary>
    /// Writes a text as one line of UTF-8 without a byte order mark. What a killed run leaves beside the file has a name of its own, which the
    /// next run uses again.
    /// </summary>
    /// <exception cref="CataloguedException">AZR5016.</exception>
    internal static void Write(string path, Secret text)
    {
        var draft = path + ".part";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (var file = new FileStream(draft, options))
            {
                file.Write(Encoding.UTF8.GetBytes(text.Reveal() + "\n"));
                file.Flush(flushToDisk: true);
            }

            File.Move(draft, path, overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CataloguedException(ErrorCatalogue.CarriedFileNotWritten, $"'{path}': {failure.Message}", inner: failure);
        }
    }

    /// <summary>The whole path of a file to be written; a folder gets the file's usual name.</summary>
    /// <param name="path">What the person gave; null for the usual name in the current folder.</param>
    /// <param name="usualName">The name a file of this kind gets.</param>
    /// <exception cref="CataloguedException">Its folder does not exist (AZR5016).</exception>
    internal static string Destination(string? path, string usualName)
    {
        string full;
        try
        {
            full = Path.GetFullPath(path ?? usualName);
        }
        catch (Exception failure) when (failure is ArgumentException or NotSupportedException or PathTooLongException)
        {
            throw new CataloguedException(ErrorCatalogue.CarriedFileNotWritten, $"'{path}': {failure.Message}", inner: failure);
        }

        if (Directory.Exists(full)) full = Path.Combine(full, usualName);
        return Directory.Exists(Path.GetDirectoryName(full))
            ? full
            : throw new CataloguedException(ErrorCatalogue.CarriedFileNotWritten, $"There is no folder '{Path.GetDirectoryName(full)}'.");
    }
}
