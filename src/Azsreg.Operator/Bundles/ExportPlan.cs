using Azsreg.Protocol;

namespace Azsreg.Operator.Bundles;

/// <summary>What an export would do.</summary>
/// <param name="Folder">The bundle's folder.</param>
/// <param name="Source">Azure and the registration.</param>
/// <param name="Items">The items, those needed by others behind them.</param>
/// <param name="Kept">Items that are in the folder's bundle already and were not chosen now.</param>
/// <param name="BytesToFetch">What is to be downloaded, each content once.</param>
/// <param name="FreeBytes">What is free there; null where the system does not tell.</param>
public sealed record ExportPlan(string Folder, BundleSource Source, IReadOnlyList<ExportItem> Items, int Kept, long BytesToFetch, long? FreeBytes)
{
    /// <summary>The items whose terms somebody has to accept.</summary>
    public IEnumerable<ExportItem> WantingTerms => Items.Where(item => item.WantsTerms);
}
