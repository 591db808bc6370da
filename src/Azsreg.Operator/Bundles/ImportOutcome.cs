using Azsreg.Protocol;

namespace Azsreg.Operator.Bundles;

/// <summary>What an import did.</summary>
/// <param name="Items">The items chosen, each with its end.</param>
/// <param name="BytesSent">Bytes uploaded by this run.</param>
public sealed record ImportOutcome(IReadOnlyList<ItemResult> Items, long BytesSent)
{
    /// <summary>The items that are not on the stamp, as one failure; null where there are none.</summary>
    public CataloguedException? ToFailure() => ItemFailures.Of(Items, ErrorCatalogue.ImportIncomplete, "imported");
}
