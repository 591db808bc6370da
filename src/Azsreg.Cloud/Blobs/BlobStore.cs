using System.Text.RegularExpressions;

namespace Azsreg.Cloud.Blobs;

/// <summary>
/// Content on disk by its SHA-256, each once a container: <c>{container}/ab/abcd…</c>, beside it <c>.md5</c>, the table of the hashes answers carry.
/// What lies there is whole: it was written elsewhere, flushed and then moved, its hashes first.
/// </summary>
internal sealed partial class BlobStore(string folder, TimeProvider clock)
{
    private const string HashesSuffix = ".md5";
    private const int CopyBuffer = 4 * 1024 * 1024;

    // A draft is locked while it is written; between the end of that and its move lie milliseconds.
    private static readonly TimeSpan DraftRest = TimeSpan.FromMinutes(1);

    /// <summary>Begins to write content.</summary>
    /// <exception cref="IOException">The disk takes nothing.</exception>
    public BlobDraft Create(string container)
    {
        var incoming = Path.Combine(folder, "incoming");
        System.IO.Directory.CreateDirectory(incoming);
        return new BlobDraft(Path.Combine(incoming, Path.GetRandomFileName()), content =>
        {
            var path = PathOf(container, content.Sha256);
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return (path, path + HashesSuffix);
        });
    }

    /// <summary>Stores a file's content, with one buffer of memory whatever its size.</summary>
    /// <param name="container">Where to.</param>
    /// <param name="path">The file.</param>
    /// <param name="progress">Told the bytes stored so far.</param>
    /// <param name="cancellationToken">Gives it up; nothing is left.</param>
    /// <exception cref="IOException">The file cannot be read, or the disk is full.</exception>
    public async Task<BlobContent> StoreFileAsync(string container, string path, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        await using var source = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan | FileOptions.Asynchronous);
        await using var draft = Create(container);
        var buffer = GC.AllocateUninitializedArray<byte>(CopyBuffer);
        int read;
        while ((read = await source.ReadAsync(buffer, cancellationToken)) > 0)
        {
            draft.Write(buffer, read);
            progress?.Report(draft.Length);
        }

        return draft.Commit();
    }

    /// <summary>Finds whole content; null where it is missing or of another length.</summary>
    public StoredBlob? Find(string container, BlobContent content)
    {
        var file = new FileInfo(PathOf(container, content.Sha256));
        return file.Exists && file.Length == content.Length ? new StoredBlob(file.FullName, file.FullName + HashesSuffix, content) : null;
    }

    /// <summary>Removes content. What is being read stays readable to its end.</summary>
    public void Delete(string container, string sha256)
    {
        var path = PathOf(container, sha256);
        // Lost with its folder, it is gone too.
        if (!System.IO.Directory.Exists(Path.GetDirectoryName(path)))
            return;
        // Content without hashes is not served; hashes without content are not either.
        File.Delete(path);
        File.Delete(path + HashesSuffix);
    }

    /// <summary>Reads content again and compares every hash.</summary>
    /// <returns>What is wrong; null where nothing is.</returns>
    public async Task<string?> FindDamageAsync(string container, BlobContent content, CancellationToken cancellationToken)
    {
        var path = PathOf(container, content.Sha256);
        if (!File.Exists(path))
            return "it is missing";
        using var hasher = new BlockHasher();
        await using (var source = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan | FileOptions.Asynchronous))
        {
            if (source.Length != content.Length)
                return $"it has {source.Length} bytes instead of {content.Length}";
            var buffer = GC.AllocateUninitializedArray<byte>(CopyBuffer);
            int read;
            while ((read = await source.ReadAsync(buffer, cancellationToken)) > 0)
                hasher.AppendInParallel(buffer, read);
        }

        var (found, hashes) = hasher.Finish();
        if (found != content)
            return "its bytes are not those that were stored";
        var kept = File.Exists(path + HashesSuffix) ? await File.ReadAllBytesAsync(path + HashesSuffix, cancellationToken) : [];
        return StoredBlob.IsTable(kept, hashes, content.Length) ? null : "its table of hashes is damaged";
    }

    /// <summary>Whole content and when it was stored.</summary>
    public IEnumerable<(string Sha256, DateTimeOffset StoredAt)> List(string container)
    {
        var all = new DirectoryInfo(Path.Combine(folder, container));
        return all.Exists
            ? all.EnumerateFiles("*", SearchOption.AllDirectories)
                .Where(file => Digits().IsMatch(file.Name))
                .Select(file => (file.Name, new DateTimeOffset(file.LastWriteTimeUtc)))
            : [];
    }

    /// <summary>Removes drafts whose writer is gone.</summary>
    public void Sweep()
    {
        var incoming = new DirectoryInfo(Path.Combine(folder, "incoming"));
        if (!incoming.Exists)
            return;
        foreach (var draft in incoming.EnumerateFiles())
        {
            if (clock.GetUtcNow() - draft.LastWriteTimeUtc < DraftRest)
                continue;
            try
            {
                using (new FileStream(draft.FullName, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
                {
                }

                draft.Delete();
            }
            catch (IOException)
            {
                // Somebody writes it, or has moved it.
            }
        }
    }

    private string PathOf(string container, string sha256) => Digits().IsMatch(sha256)
        ? Path.Combine(folder, container, sha256[..2], sha256)
        : throw new ArgumentException("Content has an address of 64 hexadecimal digits in lower case.", nameof(sha256));

    [GeneratedRegex(@"^[0-9a-f]{64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Digits();
}
