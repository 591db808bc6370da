using Azsreg.Protocol;

namespace Azsreg.Portal.Marketplace;

/// <summary>What a look at a bundle's manifest found. Its content is read when it is imported.</summary>
public sealed record BundleLook
{
    /// <summary>The folder as it was given.</summary>
    public required string Folder { get; init; }

    /// <summary>The manifest and its signer.</summary>
    public required SignedBundle Bundle { get; init; }

    /// <summary>What the signer is called here; null where it is not believed.</summary>
    public string? SignerName { get; init; }

    /// <summary>Ids of items that are on the stamp already.</summary>
    public IReadOnlySet<string> InPlace { get; init; } = new HashSet<string>();

    public IEnumerable<BundleProduct> ToImport => Bundle.Manifest.Products.Where(item => !InPlace.Contains(item.Name));

    /// <summary>Those whose terms nobody accepted where they were exported.</summary>
    public IReadOnlyList<BundleProduct> OpenTerms => [.. ToImport.Where(item => item.Terms is null && !string.IsNullOrWhiteSpace(item.Properties.LegalTerms))];

    /// <summary>Bytes of the whole bundle.</summary>
    public long Bytes => Bundle.Manifest.Files.Sum(file => file.Size);

    /// <summary>The fingerprint in groups of four, to be compared by eye.</summary>
    public string Fingerprint => string.Join(' ', Bundle.Signer.Fingerprint.Chunk(4).Select(group => new string(group)));

    /// <summary>Bytes of an item's content; null where its manifest does not tell.</summary>
    public long? BytesOf(BundleProduct item)
    {
        var sizes = Bundle.Manifest.Files.ToLookup(file => file.Sha256, file => file.Size, StringComparer.Ordinal);
        return BundleContent.References(item).Select(BundleContent.HashOf).OfType<string>().Distinct(StringComparer.Ordinal).Sum(hash => sizes[hash].FirstOrDefault());
    }
}
