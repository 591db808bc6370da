using System.Runtime.InteropServices;

namespace Azsreg.Hosting;

/// <summary>Files of the data folder: whole or not there, and for their owner's eyes only.</summary>
public static class OwnedFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Puts the content in the place of whatever was there, in one step: a crash leaves the former content or the new.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        var draft = WriteDraft(path, content);
        File.Move(draft, path, overwrite: true);
    }

    /// <summary>Makes the file unless it is there.</summary>
    /// <returns>False where it was there already; its content is then the former.</returns>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static bool TryCreate(string path, ReadOnlySpan<byte> content)
    {
        if (File.Exists(path))
        {
            return false;
        }

        var draft = WriteDraft(path, content);
        try
        {
            if (OperatingSystem.IsWindows())
            {
                File.Move(draft, path, overwrite: false);
            }
            else if (Link(draft, path) == 0)
            {
                File.Delete(draft);
            }
            else
            {
                // Taken, or a file system without links, where asking first is the best there is.
                File.Move(draft, path, overwrite: false);
            }

            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
            return false;
        }
    }

    // File.Move asks first whether the name is free and renames then: of two programs that start at once each would believe that its file stands.
    [DllImport("libc", EntryPoint = "link", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Link([MarshalAs(UnmanagedType.LPUTF8Str)] string from, [MarshalAs(UnmanagedType.LPUTF8Str)] string to);

    private static string WriteDraft(string path, ReadOnlySpan<byte> content)
    {
        var draft = path + "." + Path.GetRandomFileName();
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using var stream = new FileStream(draft, options);
        stream.Write(content);
        stream.Flush(flushToDisk: true);
        return draft;
    }
}
