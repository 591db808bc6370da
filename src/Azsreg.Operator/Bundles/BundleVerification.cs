using System.Collections.Concurrent;
using Azsreg.Protocol;

namespace Azsreg.Operator.Bundles;

/// <summary>Looks at a bundle with nothing but its folder and the signers trusted here: no network, no sign-in. Names everything that is wrong.</summary>
public sealed class BundleVerification(BundleSigners signers)
{
    private const int MostProblems = 1000;
    private const int DeepestFolder = 16;

    /// <summary>Verifies a bundle: signature, signer, what the manifest says, and every byte of the content.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="trusted">A signer's fingerprint to believe for this time; null for those trusted here.</param>
    /// <param name="progress">Told as bytes are read.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="CataloguedException">There is no manifest (AZR6070), or none that could be used (AZR6071, AZR6072).</exception>
    public async Task<BundleReport> RunAsync(string path, string? trusted, IProgress<BundleProgress>? progress, CancellationToken cancellationToken)
    {
        var folder = BundleFolder.At(path);
        var bundle = Read(folder);
        var name = NameOf(bundle.Signer, trusted);
        var problems = new ConcurrentQueue<BundleProblem>(Told(bundle, name));
        var files = WalkSafely(folder, problems);
        var present = Present(bundle.Manifest, files, problems);
        var whole = await HashAsync(present, problems, progress, cancellationToken);
        return new BundleReport
        {
            Folder = folder.FullPath,
            Bundle = bundle,
            SignerName = name,
            Problems = [.. problems.Take(MostProblems)],
            BytesWhole = whole,
            HasUnfinishedExport = Directory.Exists(folder.UnfinishedPath),
        };
    }

    /// <summary>The manifest alone, and what its signer is called here; the content is not looked at.</summary>
    /// <exception cref="CataloguedException">There is no manifest (AZR6070), or none that could be used (AZR6071, AZR6072).</exception>
    public (SignedBundle Bundle, string? SignerName) Inspect(string path)
    {
        var bundle = Read(BundleFolder.At(path));
        return (bundle, signers.NameOf(bundle.Signer));
    }

    private static SignedBundle Read(BundleFolder folder) => folder.TryReadManifest() ?? throw new CataloguedException(
        ErrorCatalogue.BundleNotFound,
        !Directory.Exists(folder.FullPath) ? $"There is no folder '{folder.FullPath}'."
        : Directory.Exists(folder.UnfinishedPath) ? $"An export into '{folder.FullPath}' has not ended; the same command finishes it."
        : $"'{folder.FullPath}' has no {BundleManifestCodec.FileName}.");

    private string? NameOf(BundleSigner signer, string? trusted) =>
        signers.NameOf(signer) ?? (trusted is not null && trusted == signer.Fingerprint ? $"the signer named, {signer.Fingerprint[..16]}" : null);

    private static IEnumerable<BundleProblem> Told(SignedBundle bundle, string? signerName)
    {
        if (!bundle.IsSignatureWhole)
        {
            yield return new(
                ErrorCatalogue.BundleManifestAltered, BundleManifestCodec.FileName,
                $"{BundleManifestCodec.FileName}: the signature of {bundle.Signer.Fingerprint} does not fit what it says.");
        }

        if (signerName is null)
        {
            yield return new(
                ErrorCatalogue.BundleSignerNotTrusted, BundleManifestCodec.FileName,
                $"{BundleManifestCodec.FileName}: it was signed by {bundle.Signer.Fingerprint}, which is no signer trusted here. It says that {bundle.Manifest.Source.Account} exported it.");
        }

        foreach (var problem in BundleRules.Check(bundle.Manifest)) yield return problem;
    }

    private static Dictionary<string, FileInfo> WalkSafely(BundleFolder folder, ConcurrentQueue<BundleProblem> problems)
    {
        var found = new Dictionary<string, FileInfo>(StringComparer.OrdinalIgnoreCase);
        BundleFolder.Guarded(folder.FullPath, () =>
        {
            Walk(new DirectoryInfo(folder.FullPath), "", 0, found, problems);
            return true;
        });
        return found;
    }

    private static void Walk(DirectoryInfo directory, string above, int depth, Dictionary<string, FileInfo> found, ConcurrentQueue<BundleProblem> problems)
    {
        foreach (var entry in directory.EnumerateFileSystemInfos())
        {
            var path = above + entry.Name;
            if (BundleFolder.IsDropping(entry.Name) || (depth == 0 && entry.Name is BundleManifestCodec.FileName or BundleFolder.Unfinished) || problems.Count >= MostProblems) continue;
            if (BundleFolder.IsLink(entry))
                problems.Enqueue(new(ErrorCatalogue.BundlePathRefused, path, $"'{path}' is a link to somewhere else."));
            else if (entry is FileInfo file && !found.TryAdd(path, file))
                problems.Enqueue(new(ErrorCatalogue.BundlePathRefused, path, $"'{path}' is in the folder twice, in different letter case."));
            else if (entry is DirectoryInfo inner && depth < DeepestFolder)
                Walk(inner, path + "/", depth + 1, found, problems);
            else if (entry is DirectoryInfo)
                problems.Enqueue(new(ErrorCatalogue.BundleFileExtra, path, $"'{path}' is a folder deeper than any of a bundle."));
        }
    }

    /// <summary>The files named that are there with the right size; whatever is missing, too many or of another size is a problem.</summary>
    private static List<(BundleFile Told, FileInfo File)> Present(BundleManifest manifest, Dictionary<string, FileInfo> files, ConcurrentQueue<BundleProblem> problems)
    {
        var present = new List<(BundleFile, FileInfo)>();
        foreach (var told in manifest.Files.Where(file => file is not null && BundlePath.Refusal(file.Path) is null).DistinctBy(file => file.Path, StringComparer.OrdinalIgnoreCase))
        {
            if (!files.Remove(told.Path, out var file))
                problems.Enqueue(new(ErrorCatalogue.BundleFileMissing, told.Path, $"'{told.Path}' is missing ({told.Size} bytes)."));
            else if (file.Length != told.Size)
                problems.Enqueue(new(ErrorCatalogue.BundleFileAltered, told.Path, $"'{told.Path}' has {file.Length} bytes instead of {told.Size}."));
            else
                present.Add((told, file));
        }

        foreach (var extra in files.Keys.Order(StringComparer.Ordinal).Take(MostProblems))
            problems.Enqueue(new(ErrorCatalogue.BundleFileExtra, extra, $"'{extra}' is not the bundle's."));
        return present;
    }

    private static async Task<long> HashAsync(
        List<(BundleFile Told, FileInfo File)> present, ConcurrentQueue<BundleProblem> problems, IProgress<BundleProgress>? progress, CancellationToken cancellationToken)
    {
        var meter = new TransferMeter(progress, present.Count, present.Sum(one => one.Told.Size));
        long whole = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Min(Environment.ProcessorCount, 4), CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(present, options, async (one, cancellation) =>
        {
            var (told, file) = one;
            try
            {
                if (await ContentHash.Sha256Async(file.FullName, meter.Add, cancellation) == told.Sha256)
                    Interlocked.Add(ref whole, told.Size);
                else
                    problems.Enqueue(new(ErrorCatalogue.BundleFileAltered, told.Path, $"'{told.Path}' was altered: its SHA-256 is not the one in the manifest."));
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
            {
                problems.Enqueue(new(ErrorCatalogue.BundleNotWritten, told.Path, $"'{told.Path}' cannot be read: {unreadable.Message}"));
            }

            meter.EndItem(told.Path);
        });
        return whole;
    }
}
