namespace Azsreg.Cloud.Marketplace;

/// <summary>A product of the sample catalogue and how large its files are made.</summary>
/// <param name="Item">The description.</param>
/// <param name="Size">As in <see cref="CatalogueVersion.Size"/>.</param>
/// <param name="DataDisks">Sizes of its further disks.</param>
internal sealed record SampleItem(ItemDescription Item, long Size, IReadOnlyList<long> DataDisks);
