namespace Azsreg.Protocol;

/// <summary>The answer of <c>listDetails</c>: what a download of a product consists of. Its links carry signatures, so its text shows none of them.</summary>
/// <param name="GalleryPackageBlobSasUri">Where the .azpkg package is; null for a resource provider, which has none.</param>
/// <param name="ProductKind">As in <see cref="ProductProperties.ProductKind"/>.</param>
/// <param name="Properties">The content.</param>
public sealed record ExtendedProduct(string? GalleryPackageBlobSasUri, string ProductKind, ExtendedProductProperties Properties)
{
    /// <inheritdoc />
    public override string ToString() => $"{nameof(ExtendedProduct)} {ProductKind} {Properties.Version}";
}
