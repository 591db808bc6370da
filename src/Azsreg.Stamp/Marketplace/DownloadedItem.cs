using Azsreg.Protocol;

namespace Azsreg.Stamp.Marketplace;

/// <summary>An item that is on the stamp or on its way.</summary>
/// <param name="Name">Its name, in lower case.</param>
/// <param name="Product">As Azure listed it when the download began.</param>
/// <param name="Details">What it consists of, with the names of its parts in the place of links; null until the download knows it.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Size">Bytes of its files; of one under way as announced.</param>
/// <param name="ChangedAt">Time of the last change, as written; the entity tag is made of it.</param>
/// <param name="Files">Its files by part; only of an item that is whole.</param>
internal sealed record DownloadedItem(
    string Name, Product Product, ExtendedProduct? Details, ItemState State, long Size, string ChangedAt, IReadOnlyDictionary<string, StoredFile> Files);
