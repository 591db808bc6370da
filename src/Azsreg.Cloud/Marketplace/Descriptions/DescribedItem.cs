namespace Azsreg.Cloud.Marketplace.Descriptions;

/// <summary>An item read from a folder, its files checked.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Item">The description.</param>
/// <param name="Packages">What is downloaded.</param>
/// <param name="Icons">Its pictures.</param>
internal sealed record DescribedItem(string Folder, ItemDescription Item, IReadOnlyList<ContentPart> Packages, IReadOnlyList<ContentPart> Icons)
{
    public long PayloadLength => Packages.Sum(part => part.Length);
}
