using System.IO.Compression;
using Azsreg.Cloud.Blobs;
using Azsreg.Cloud.Marketplace.Packages;

namespace Azsreg.Cloud.Marketplace.Descriptions;

/// <summary>Reads the folders of item descriptions and checks the files they name.</summary>
internal sealed class DescriptionFolder(string root, List<string> problems)
{
    public const string FileName = "item.json";

    private const int MostItems = 1000;
    private const long LargestIcon = 1024 * 1024;
    private const int MostArchiveEntries = 100_000;

    private string _at = "";
    private string _folder = "";

    /// <summary>Reads the item of this folder, or of each folder in it.</summary>
    public IReadOnlyList<DescribedItem> Read()
    {
        if (!System.IO.Directory.Exists(root))
        {
            problems.Add($"'{root}' is no folder");
            return [];
        }

        var folders = File.Exists(Path.Combine(root, FileName))
            ? [root]
            : System.IO.Directory.EnumerateDirectories(root).Where(folder => File.Exists(Path.Combine(folder, FileName))).Order(StringComparer.Ordinal).Take(MostItems + 1).ToList();
        if (folders.Count is 0 or > MostItems)
        {
            problems.Add($"'{root}' has {(folders.Count == 0 ? "no" : $"more than {MostItems}")} {FileName}, neither in it nor in the folders in it");
            return [];
        }

        var items = folders.Select(ReadItem).OfType<DescribedItem>().ToList();
        foreach (var twice in items.GroupBy(one => CatalogueProduct.KeyOf(one.Item.ProductName)).Where(group => group.Count() > 1))
            problems.Add($"{string.Join(" and ", twice.Select(one => Path.GetFileName(one.Folder)))} both describe {twice.First().Item.ProductName}");
        return items;
    }

    private DescribedItem? ReadItem(string folder)
    {
        _folder = folder;
        _at = folder == root ? FileName : Path.Combine(Path.GetFileName(folder), FileName);
        var found = new List<string>();
        var path = Path.Combine(folder, FileName);
        (ItemDescription Item, ItemFiles Files)? read = null;
        try
        {
            // The length first: a description is never larger, whatever lies there.
            if (new FileInfo(path).Length > DescriptionReader.MaxBytes)
                found.Add($"the description is larger than {DescriptionReader.MaxBytes} bytes");
            else
                read = DescriptionReader.Read(File.ReadAllBytes(path), found);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            found.Add($"cannot be read: {exception.Message}");
        }

        problems.AddRange(found.Select(problem => $"{_at}: {problem}."));
        return read is { } described ? Check(described.Item, described.Files) : null;
    }

    private DescribedItem Check(ItemDescription item, ItemFiles files)
    {
        var icons = files.Icons.Count == 0 ? SampleContent.Icons(item) : [.. files.Icons.Select(icon => (icon.Size, Content: ReadIcon(icon.Size, icon.Path)))];
        var packages = new List<ContentPart>();
        if (files.GalleryPackage is { } package)
            Add(packages, item.GalleryItemIdentity + ".azpkg", FileRole.GalleryPackage, "application/zip", package, CheckGalleryPackage);
        else if (item.Kind != ProductKind.ResourceProvider)
            packages.Add(SampleContent.GalleryPart(item, icons));
        if (files.OsDisk is { } disk)
            Add(packages, "osdisk.vhd", FileRole.OsDisk, "application/octet-stream", disk, CheckDisk);
        foreach (var (lun, path) in files.DataDisks)
            Add(packages, $"datadisk-{lun}.vhd", FileRole.DataDisk, "application/octet-stream", path, CheckDisk, part => part with { Position = lun });
        if (files.Extension is { } extension)
            Add(packages, "vmext.zip", FileRole.Extension, "application/zip", extension, file => CheckArchive(file, null));
        foreach (var (index, (id, type, path)) in files.Containers.Index())
        {
            var isZip = type.Contains("zip", StringComparison.OrdinalIgnoreCase);
            // The published client names what is no zip by the link's own extension.
            var name = id + (isZip ? ".zip" : Path.GetExtension(path));
            Add(
                packages, name, FileRole.Container, isZip ? "application/zip" : "application/octet-stream", path,
                file => isZip ? CheckArchive(file, null) : null, part => part with { Position = index, PartId = id, PartType = type });
        }

        return new DescribedItem(_folder, item, packages, [.. icons.Select(icon => SampleContent.IconPart(icon.Size, icon.Content))]);
    }

    private void Add(
        List<ContentPart> parts, string name, FileRole role, string contentType, string path, Func<FileInfo, string?> check,
        Func<ContentPart, ContentPart>? more = null)
    {
        if (Find(path) is not { } file)
            return;
        if (check(file) is { } problem)
        {
            problems.Add($"{_at}: '{path}' {problem}.");
            return;
        }

        var part = ContentPart.OfFile(BlobAccount.Packages, name, role, contentType, file);
        parts.Add(more is null ? part : more(part));
    }

    private byte[] ReadIcon(IconSize size, string path)
    {
        if (Find(path) is not { } file)
            return [];
        if (file.Length > LargestIcon)
        {
            problems.Add($"{_at}: '{path}' has more than {LargestIcon} bytes.");
            return [];
        }

        var png = File.ReadAllBytes(file.FullName);
        if (PngPicture.SizeOf(png) != (size.Width, size.Height))
            problems.Add($"{_at}: '{path}' is no PNG picture of {size.Width} x {size.Height} pixels.");
        return png;
    }

    private FileInfo? Find(string path)
    {
        var full = Path.GetFullPath(Path.Combine(_folder, path));
        var inside = Path.GetFullPath(_folder) + Path.DirectorySeparatorChar;
        if (Path.IsPathRooted(path) || path.Contains('\\', StringComparison.Ordinal) || !full.StartsWith(inside, StringComparison.Ordinal))
        {
            problems.Add($"{_at}: '{path}' is no file of its folder: paths go down from it, with slashes.");
            return null;
        }

        var file = new FileInfo(full);
        var problem = !file.Exists ? "is not there" : file.LinkTarget is not null ? "is a link" : file.Length == 0 ? "is empty" : null;
        if (problem is not null)
            problems.Add($"{_at}: '{path}' {problem}.");
        return problem is null ? file : null;
    }

    private static string? CheckDisk(FileInfo file)
    {
        using var disk = File.OpenHandle(file.FullName);
        var footer = new byte[VhdFooter.Size];
        var read = RandomAccess.Read(disk, footer, Math.Max(0, file.Length - VhdFooter.Size));
        return VhdFooter.FindProblem(footer.AsSpan(0, read), file.Length);
    }

    private static string? CheckGalleryPackage(FileInfo file) => CheckArchive(file, "manifest.json");

    private static string? CheckArchive(FileInfo file, string? needed)
    {
        try
        {
            // Its directory only: what is in it is its publisher's.
            using var zip = ZipFile.OpenRead(file.FullName);
            if (zip.Entries.Count > MostArchiveEntries)
                return $"has more than {MostArchiveEntries} entries";
            return needed is null || zip.Entries.Any(entry => entry.FullName.Equals(needed, StringComparison.OrdinalIgnoreCase))
                ? null
                : $"is no gallery package: it has no {needed}";
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            return "is no zip archive";
        }
    }
}
