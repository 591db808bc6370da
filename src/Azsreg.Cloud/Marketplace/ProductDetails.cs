using System.Text.Json;
using Azsreg.Cloud.Blobs;
using Azsreg.Protocol;

namespace Azsreg.Cloud.Marketplace;

/// <summary>What a download of a product consists of, with links that may be used for a while.</summary>
internal sealed class ProductDetails(ProductStore products, ProductContent content, BlobLinks links)
{
    public async Task<ExtendedProduct> GetAsync(CatalogueProduct product, CancellationToken cancellationToken)
    {
        var linked = new List<(ProductFile File, string Uri)>();
        foreach (var file in await content.ListAsync(product, BlobAccount.Packages, cancellationToken))
            linked.Add((file, (await links.SignedAsync(file.Container, ProductContent.BlobName(product, file), cancellationToken)).Reveal()));

        var stored = JsonSerializer.Deserialize(product.Details, ProtocolJson.Default.ExtendedProductProperties)!;
        return new ExtendedProduct(First(linked, FileRole.GalleryPackage), product.Kind, stored with
        {
            OsDiskImage = First(linked, FileRole.OsDisk) is { } disk ? stored.OsDiskImage! with { SourceBlobSasUri = disk } : null,
            DataDiskImages = All(linked, FileRole.DataDisk, one => new DataDiskImage(one.File.Position, one.Uri)),
            SourceBlob = First(linked, FileRole.Extension) is { } archive ? new SourceBlob(archive) : null,
            FileContainers = All(linked, FileRole.Container, one => new FileContainer(one.File.PartId!, one.File.PartType!, one.Uri)),
            DependentProducts = await products.ResolveAsync(product.Dependencies, cancellationToken) is { Count: > 0 } needed ? needed : null,
        });
    }

    private static string? First(List<(ProductFile File, string Uri)> files, FileRole role) =>
        files.Find(one => one.File.Role == role).Uri;

    private static List<T>? All<T>(List<(ProductFile File, string Uri)> files, FileRole role, Func<(ProductFile File, string Uri), T> shape) =>
        files.FindAll(one => one.File.Role == role).ConvertAll(one => shape(one)) is { Count: > 0 } all ? all : null;
}
