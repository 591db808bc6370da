using Azsreg.Hosting;
using Azsreg.Protocol;

namespace Azsreg.Operator.Bundles;

/// <summary>A bundle's folder on a disk, a stick or a share: the manifest, the content, and what an export has not finished yet.</summary>
internal sealed class BundleFolder
{
    /// <summary>Where an export works; no part of the bundle.</summary>
    public const string Unfinished = "unfinished";

    // What systems leave in the root of a medium by themselves; none of it is ever read.
    private static readonly HashSet<string> Droppings = new(StringComparer.OrdinalIgnoreCase)
    {
        ".DS_Store", ".Spotlight-V100", ".Trashes", ".fseventsd", ".TemporaryItems", "Thumbs.db", "desktop.ini", "System Volume Information", "$RECYCLE.BIN", "lost+found",
    };

    private BundleFolder(string path) => FullPath = path;

    public string FullPath { get; }

    public string ManifestPath => Path.Combine(FullPath, BundleManifestCodec.FileName);

    public string UnfinishedPath => Path.Combine(FullPath, Unfinished);

    public static BundleFolder At(string path) => Guarded(path, () => new BundleFolder(Path.GetFullPath(path)));

    /// <summary>True for what a system leaves behind, at any depth.</summary>
    public static bool IsDropping(string name) => Droppings.Contains(name) || name.StartsWith("._", StringComparison.Ordinal);

    /// <summary>The place of a path the manifest names; only for one that <see cref="BundlePath"/> does not refuse.</summary>
    public string PlaceOf(string path) => BundlePath.Refusal(path) is null
        ? Path.Combine(FullPath, path.Replace('/', Path.DirectorySeparatorChar))
        : throw new CataloguedException(ErrorCatalogue.BundlePathRefused, $"'{path}' {BundlePath.Refusal(path)}.");

    /// <summary>Reads the manifest; null where there is none.</summary>
    /// <exception cref="CataloguedException">It cannot be read, is damaged or of a newer format (AZR6071, AZR6072, AZR6089), or is a link (AZR6075).</exception>
    public SignedBundle? TryReadManifest() => Guarded(ManifestPath, () =>
    {
        if (IsLink(new FileInfo(ManifestPath)))
            throw new CataloguedException(ErrorCatalogue.BundlePathRefused, $"'{BundleManifestCodec.FileName}' is a link to somewhere else.");
        try
        {
            using var file = new FileStream(ManifestPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (file.Length > BundleManifestCodec.MaxBytes)
                throw new CataloguedException(ErrorCatalogue.BundleManifestUnreadable, $"{BundleManifestCodec.FileName}: It is larger than {BundleManifestCodec.MaxBytes >> 20} MiB.");
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return BundleManifestCodec.Read(bytes);
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    });

    /// <summary>Puts a manifest in the former one's place in one step, once all it names is on the disk.</summary>
    public void WriteManifest(ReadOnlySpan<byte> manifest)
    {
        try
        {
            // Not an owned file: whoever carries the folder reads it, and the folder says who may.
            var draft = Path.Combine(UnfinishedPath, BundleManifestCodec.FileName);
            using (var file = new FileStream(draft, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                file.Write(manifest);
                file.Flush(flushToDisk: true);
            }

            File.Move(draft, ManifestPath, overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw NotWritten(ManifestPath, failure);
        }
    }

    /// <summary>Bytes free where the folder is, or its nearest parent that exists; null where the system does not tell.</summary>
    public long? FreeBytes()
    {
        try
        {
            var place = FullPath;
            while (!Directory.Exists(place) && Path.GetDirectoryName(place) is { } parent) place = parent;
            return new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(place)! : place).AvailableFreeSpace;
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>A symbolic link or a junction: what it names may lie anywhere.</summary>
    public static bool IsLink(FileSystemInfo entry) => entry.LinkTarget is not null || (entry.Exists && entry.Attributes.HasFlag(FileAttributes.ReparsePoint));

    /// <summary>Does something with the disk, and tells its failures in the catalogue's words.</summary>
    public static T Guarded<T>(string path, Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw NotWritten(path, failure);
        }
    }

    /// <summary>A failure of the disk in the catalogue's words.</summary>
    public static CataloguedException NotWritten(string path, Exception failure) =>
        new(ErrorCatalogue.BundleNotWritten, $"'{path}': {failure.Message}", inner: failure);
}
