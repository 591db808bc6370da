using Azsreg.Protocol;
using Azsreg.Stamp.Marketplace.Downloads;

namespace Azsreg.Stamp.Marketplace;

/// <summary>The files a product's details name, and details whose links are others.</summary>
internal static class ProductParts
{
    private const int MostParts = 1000;

    /// <summary>The files, the small ones first: what is wrong with an item then shows before its disks are fetched.</summary>
    /// <exception cref="ArmException">A part has no link, or not one by https; or two parts have one name.</exception>
    public static IReadOnlyList<ProductPart> Of(ExtendedProduct details)
    {
        var parts = new List<ProductPart>();
        WithLinks(details, (name, link) =>
        {
            if (!Uri.TryCreate(link, UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttps)
                throw MarketplaceErrors.ContentMissing($"Azure gives no https link for its part '{name}'.");
            parts.Add(new ProductPart(name, address));
            return link;
        });
        if (parts.Count > MostParts || parts.DistinctBy(part => part.Name).Count() != parts.Count)
            throw MarketplaceErrors.ContentMissing($"Azure describes {parts.Count} parts, or two of one name.");
        return parts;
    }

    /// <summary>The same details with every link replaced.</summary>
    /// <param name="details">The details.</param>
    /// <param name="replace">Gets a part's name and link, gives the other link.</param>
    public static ExtendedProduct WithLinks(ExtendedProduct details, Func<string, string, string> replace)
    {
        var properties = details.Properties;
        return details with
        {
            GalleryPackageBlobSasUri = details.GalleryPackageBlobSasUri is { Length: > 0 } package ? replace("galleryPackage", package) : null,
            Properties = properties with
            {
                SourceBlob = properties.SourceBlob is { } source ? source with { Uri = replace("source", source.Uri) } : null,
                FileContainers = properties.FileContainers?.Select(file => file with { SourceUri = replace($"file-{file.Id}", file.SourceUri) }).ToList(),
                OsDiskImage = properties.OsDiskImage is { } disk ? disk with { SourceBlobSasUri = replace("osDisk", disk.SourceBlobSasUri) } : null,
                DataDiskImages = properties.DataDiskImages?.Select(data => data with { SourceBlobSasUri = replace($"dataDisk-{data.Lun}", data.SourceBlobSasUri) }).ToList(),
            },
        };
    }

    /// <summary>The pictures with every address replaced; one that cannot be had is left out.</summary>
    public static IconUris? WithIcons(IconUris? icons, Func<string, string, string?> replace)
    {
        string? Other(string size, string? uri) => string.IsNullOrEmpty(uri) ? null : replace($"icon-{size}", uri);
        return icons is null
            ? null
            : new IconUris(Other("large", icons.Large), Other("wide", icons.Wide), Other("medium", icons.Medium), Other("small", icons.Small), Other("hero", icons.Hero));
    }
}
