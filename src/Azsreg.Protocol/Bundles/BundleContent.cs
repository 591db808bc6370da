namespace Azsreg.Protocol;

/// <summary>The addresses of content in a product: package, disks, archives, files, pictures. One place knows where they stand.</summary>
public static class BundleContent
{
    private const string Scheme = "sha256:";

    /// <summary>How a manifest names content.</summary>
    public static string Reference(string sha256) => Scheme + sha256;

    /// <summary>The SHA-256 a manifest's reference names; null where it is none.</summary>
    public static string? HashOf(string? reference) =>
        reference is not null && reference.StartsWith(Scheme, StringComparison.Ordinal) && BundleFile.IsSha256(reference[Scheme.Length..]) ? reference[Scheme.Length..] : null;

    /// <summary>Every address of content in a product's details, in the order a stamp needs them.</summary>
    public static IEnumerable<string> References(ExtendedProduct details)
    {
        var found = new List<string>();
        Map(details, Note(found));
        return found;
    }

    /// <summary>Every address of a picture.</summary>
    public static IEnumerable<string> References(IconUris? icons)
    {
        var found = new List<string>();
        Map(icons, Note(found));
        return found;
    }

    /// <summary>Every reference of a bundle's product.</summary>
    public static IEnumerable<string> References(BundleProduct product)
    {
        ArgumentNullException.ThrowIfNull(product);
        return References(product.Details).Concat(References(product.Properties.IconUris));
    }

    /// <summary>The same details with other addresses.</summary>
    /// <param name="details">The details.</param>
    /// <param name="map">The address to put in another's place; called once for each.</param>
    public static ExtendedProduct Map(ExtendedProduct details, Func<string, string> map)
    {
        ArgumentNullException.ThrowIfNull(details);
        ArgumentNullException.ThrowIfNull(map);
        return new ExtendedProduct(One(details.GalleryPackageBlobSasUri, map), details.ProductKind, Map(details.Properties ?? new(), map));
    }

    /// <summary>The same pictures at other addresses; one that is mapped to null is left out.</summary>
    public static IconUris? Map(IconUris? icons, Func<string, string?> map) => icons is null
        ? null
        : new IconUris(One(icons.Large, map), One(icons.Wide, map), One(icons.Medium, map), One(icons.Small, map), One(icons.Hero, map));

    private static ExtendedProductProperties Map(ExtendedProductProperties content, Func<string, string> map) => content with
    {
        OsDiskImage = content.OsDiskImage is { } disk ? disk with { SourceBlobSasUri = One(disk.SourceBlobSasUri, map)! } : null,
        DataDiskImages = content.DataDiskImages is { } disks ? [.. disks.OfType<DataDiskImage>().Select(one => one with { SourceBlobSasUri = One(one.SourceBlobSasUri, map)! })] : null,
        SourceBlob = content.SourceBlob is { } blob ? new SourceBlob(One(blob.Uri, map)!) : null,
        FileContainers = content.FileContainers is { } files ? [.. files.OfType<FileContainer>().Select(one => one with { SourceUri = One(one.SourceUri, map)! })] : null,
    };

    private static string? One(string? address, Func<string, string?> map) => string.IsNullOrEmpty(address) ? null : map(address);

    private static Func<string, string> Note(List<string> found) => address =>
    {
        found.Add(address);
        return address;
    };
}
