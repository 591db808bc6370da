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
            File.Move(draft, path, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
            return false;
        }
    }

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
