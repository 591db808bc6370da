using Azsreg.Protocol;

namespace Azsreg.Operator.Bundles;

/// <summary>What an export did.</summary>
/// <param name="Folder">The bundle's folder.</param>
/// <param name="Manifest">The manifest as it is now; null where nothing could be put into it.</param>
/// <param name="Signer">Who signed it.</param>
/// <param name="Items">The items chosen, each with its end.</param>
/// <param name="BytesFetched">Bytes downloaded by this run.</param>
public sealed record ExportOutcome(string Folder, BundleManifest? Manifest, BundleSigner Signer, IReadOnlyList<ItemResult> Items, long BytesFetched)
{
    /// <summary>The items that are not in the bundle, as one failure; null where there are none.</summary>
    public CataloguedException? ToFailure() => ItemFailures.Of(Items, ErrorCatalogue.ExportIncomplete, "exported");
}
