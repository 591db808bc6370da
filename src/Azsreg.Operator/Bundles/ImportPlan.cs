using Azsreg.Protocol;

namespace Azsreg.Operator.Bundles;

/// <summary>What an import would do; the bundle is whole and its signer trusted.</summary>
/// <param name="Report">What the look at the bundle found.</param>
/// <param name="Items">The items chosen and what they need, in the order they are brought in.</param>
/// <param name="InPlace">Ids of those that are on the stamp already.</param>
public sealed record ImportPlan(BundleReport Report, IReadOnlyList<BundleProduct> Items, IReadOnlySet<string> InPlace)
{
    private readonly Dictionary<string, BundleFile> _files = Report.Bundle.Manifest.Files.ToDictionary(file => BundleContent.Reference(file.Sha256), StringComparer.Ordinal);

    /// <summary>The items that are to be brought in.</summary>
    public IEnumerable<BundleProduct> ToImport => Items.Where(item => !InPlace.Contains(item.Name));

    /// <summary>Those whose legal terms nobody has accepted.</summary>
    public IEnumerable<BundleProduct> WantingTerms => ToImport.Where(item => item.Terms is null && !string.IsNullOrWhiteSpace(item.Properties.LegalTerms));

    /// <summary>Bytes of an item's content.</summary>
    public long BytesOf(BundleProduct item) => Files(item).Sum(file => file.Size);

    /// <summary>Bytes of the content of all that is to be brought in, each once.</summary>
    public long BytesToImport => ToImport.SelectMany(Files).DistinctBy(file => file.Sha256, StringComparer.Ordinal).Sum(file => file.Size);

    /// <summary>The files an item consists of.</summary>
    internal IEnumerable<BundleFile> Files(BundleProduct item) => BundleContent.References(item).Distinct(StringComparer.Ordinal).Select(reference => _files[reference]);
}
