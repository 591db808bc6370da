using System.CommandLine;
using Azsreg.Operator.Marketplace;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary>Which items <c>azsreg marketplace download</c> is about: those named, all that go with the stamp, or newer versions of what it has.</summary>
internal sealed class DownloadChoice
{
    private readonly Argument<string[]> _items = MarketplaceItemArgument.Several();
    private readonly Option<string?> _version = MarketplaceItemArgument.Version();
    private readonly Option<bool> _all = new("--all") { Description = "everything that goes with the stamp, in its newest version; --kind, --publisher and --text narrow it" };
    private readonly Option<bool> _updates = new("--updates") { Description = "newer versions of what is on the stamp" };
    private readonly MarketplaceFilterOptions _filter = new();

    public void AddTo(Command command)
    {
        command.Add(_items);
        command.Add(_version);
        command.Add(_all);
        command.Add(_updates);
        _filter.AddTo(command);
    }

    /// <summary>Sees to it that the line says what is meant, before anything is asked.</summary>
    public void Demand(ParseResult parsed)
    {
        var named = (parsed.GetValue(_items) ?? []).Length;
        var ways = (named > 0 ? 1 : 0) + (parsed.GetValue(_all) ? 1 : 0) + (parsed.GetValue(_updates) ? 1 : 0);
        if (ways != 1)
            throw Unusable("Name the items, or give --all or --updates: one of the three.");
        if (parsed.GetValue(_version) is not null && named != 1)
            throw Unusable("--version goes with one item.");
        if (named > 0 && !_filter.Of(parsed).IsEmpty)
            throw Unusable("--kind, --publisher and --text go with --all or --updates.");
    }

    /// <summary>The items meant.</summary>
    /// <exception cref="CataloguedException">One that is named is not there (AZR6057), or could be several (AZR6058).</exception>
    public IReadOnlyList<MarketplaceItem> Choose(MarketplaceInventory inventory, ParseResult parsed)
    {
        var filter = _filter.Of(parsed);
        if (parsed.GetValue(_updates))
            return [.. inventory.Updates.Select(update => update.Newer).Where(filter.Takes)];
        if (parsed.GetValue(_all))
        {
            return
            [
                .. inventory.Items.Where(item => item is { IsOffered: true, IsCompatible: true } && filter.Takes(item))
                    .GroupBy(item => item.Family, StringComparer.OrdinalIgnoreCase)
                    .Select(MarketplaceInventory.NewestOf),
            ];
        }

        return [.. parsed.GetValue(_items)!.Select(name => inventory.Choose(name, parsed.GetValue(_version))).DistinctBy(item => item.Id, StringComparer.OrdinalIgnoreCase)];
    }

    private static CataloguedException Unusable(string why) => new(ErrorCatalogue.InvalidOption, why);
}
