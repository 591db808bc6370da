namespace Azsreg.Stamp.Marketplace;

/// <summary>A file of a product.</summary>
/// <param name="Name">Its place in the product: <c>galleryPackage</c>, <c>osDisk</c>, <c>dataDisk-LUN</c>, <c>source</c> or <c>file-ID</c>.</param>
/// <param name="Link">Where it is.</param>
internal sealed record ProductPart(string Name, Uri Link)
{
    // A link is signed.
    public override string ToString() => Name;
}
