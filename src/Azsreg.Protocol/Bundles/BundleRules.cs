namespace Azsreg.Protocol;

/// <summary>What a manifest must keep to, beside being readable and signed: each break of it is named.</summary>
public static class BundleRules
{
    /// <summary>The most products of a bundle.</summary>
    public const int MaxProducts = 20_000;

    /// <summary>The most files of a bundle.</summary>
    public const int MaxFiles = 200_000;

    /// <summary>The largest file, in bytes: 8 TiB, twice what a disk of a virtual machine may have.</summary>
    public const long MaxFileBytes = 8L << 40;

    private const int MaxNameLength = 260;

    /// <summary>Everything wrong with what a manifest says; nothing on a disk is looked at.</summary>
    public static IReadOnlyList<BundleProblem> Check(BundleManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        if (manifest.Products.Count > MaxProducts || manifest.Files.Count > MaxFiles)
            return [Wrong($"It names {manifest.Products.Count} products and {manifest.Files.Count} files; at most {MaxProducts} and {MaxFiles} are read.")];
        var problems = new List<BundleProblem>();
        CheckFiles(manifest.Files, problems);
        CheckProducts(manifest, problems);
        return problems;
    }

    private static void CheckFiles(IReadOnlyList<BundleFile> files, List<BundleProblem> problems)
    {
        var paths = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { [BundleManifestCodec.FileName] = BundleManifestCodec.FileName };
        var folders = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var hashes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            if (file is null)
            {
                problems.Add(Wrong("One of its files is nothing."));
                continue;
            }

            if (BundlePath.Refusal(file.Path) is { } refusal)
            {
                var shown = Shown(file.Path);
                problems.Add(new BundleProblem(ErrorCatalogue.BundlePathRefused, shown, $"'{shown}' {refusal}."));
                continue;
            }

            if (!paths.TryAdd(file.Path, file.Path))
            {
                problems.Add(new BundleProblem(
                    ErrorCatalogue.BundlePathRefused, file.Path,
                    paths[file.Path] == file.Path ? $"'{file.Path}' is named twice." : $"'{file.Path}' and '{paths[file.Path]}' differ in letter case alone, and are one file on Windows."));
            }

            foreach (var folder in FoldersOf(file.Path)) folders.Add(folder);
            if (!BundleFile.IsSha256(file.Sha256)) problems.Add(Wrong($"The sha256 of '{file.Path}' is not 64 lower-case hexadecimal digits."));
            else if (!hashes.Add(file.Sha256)) problems.Add(Wrong($"The content of '{file.Path}' is named twice; each content is there once."));
            if (file.Size is < 0 or > MaxFileBytes) problems.Add(Wrong($"'{file.Path}' is to have {file.Size} bytes; 0 to {MaxFileBytes} can be."));
        }

        problems.AddRange(paths.Values.Where(folders.Contains).Select(path =>
            new BundleProblem(ErrorCatalogue.BundlePathRefused, path, $"'{path}' is named as a file and as a folder.")));
    }

    private static void CheckProducts(BundleManifest manifest, List<BundleProblem> problems)
    {
        var known = manifest.Files.Where(file => file is not null).Select(file => file.Sha256).ToHashSet(StringComparer.Ordinal);
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var product in manifest.Products)
        {
            if (product is not { Properties: not null, Details.Properties: not null } || !IsName(product.Name) || product.DependsOn?.Any(name => !IsName(name)) == true)
            {
                problems.Add(Wrong($"'{Shown(product?.Name)}' is no product's name, or its description or needs cannot be read."));
                continue;
            }

            if (!names.Add(product.Name)) problems.Add(Wrong($"The product '{product.Name}' is named twice."));
            foreach (var reference in BundleContent.References(product))
            {
                if (BundleContent.HashOf(reference) is not { } hash) problems.Add(Wrong($"'{product.Name}' points to something that is not in the bundle."));
                else if (!known.Contains(hash)) problems.Add(Wrong($"'{product.Name}' needs content {hash}, which is none of the files."));
            }
        }
    }

    /// <summary>It becomes a part of an ARM id.</summary>
    private static bool IsName(string? name) =>
        name is { Length: > 0 and <= MaxNameLength } && name[^1] != '.' && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    private static IEnumerable<string> FoldersOf(string path)
    {
        for (var slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
            yield return path[..slash];
    }

    /// <summary>A refused text as a message may show it.</summary>
    private static string Shown(string? text) => string.Concat((text ?? "").Take(100).Select(c => char.IsControl(c) ? '?' : c));

    private static BundleProblem Wrong(string detail) =>
        new(ErrorCatalogue.BundleManifestUnreadable, BundleManifestCodec.FileName, $"{BundleManifestCodec.FileName}: {detail}");
}
