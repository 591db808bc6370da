using System.CommandLine;
using Azsreg.Cli.Shell;
using Azsreg.Operator.Marketplace;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg marketplace cancel</c>.</summary>
internal static class MarketplaceCancelVerb
{
    public static Verb Create()
    {
        var target = new MarketplaceTarget();
        var items = MarketplaceItemArgument.Several();
        var all = new Option<bool>("--all") { Description = "every download that is under way" };
        var verb = new Verb("cancel", "Stops downloads on the stamp. What was fetched is kept for a while, so that a later download goes on from there.", "azsreg marketplace cancel \"WordPress\"", (context, parsed, cancellationToken) =>
        {
            var named = parsed.GetValue(items) ?? [];
            if (named.Length == 0 != parsed.GetValue(all))
                throw new CataloguedException(ErrorCatalogue.InvalidOption, "Name the items, or give --all.");
            return target.WithAsync(context, parsed, async (marketplace, _) =>
            {
                var inventory = await marketplace.ReadAsync(cancellationToken);
                var chosen = parsed.GetValue(all)
                    ? inventory.Items.Where(item => item.State == ItemState.Downloading).ToList()
                    : [.. named.Select(name => ChooseUnderWay(inventory, name)).DistinctBy(item => item.Id)];
                foreach (var item in chosen)
                {
                    await marketplace.CancelAsync(item, cancellationToken);
                    if (!context.IsJson)
                        context.WriteLine($"{item.Title} {item.Version}: the download was stopped.");
                }

                if (context.IsJson)
                    context.WriteJson(new { Canceled = chosen.Select(item => item.Id), Changed = chosen.Count > 0 });
                else if (chosen.Count == 0)
                    context.WriteLine($"{marketplace.Stamp} is not downloading anything.");
            });
        })
        {
            items, all,
        };
        target.AddTo(verb);
        return verb;
    }

    /// <summary>What is under way is meant before all else that has the name.</summary>
    private static MarketplaceItem ChooseUnderWay(MarketplaceInventory inventory, string name)
    {
        var underWay = inventory.Items.Where(item => item.State == ItemState.Downloading).Select(item => item.Id).ToHashSet(StringComparer.OrdinalIgnoreCase);
        try
        {
            return inventory.Choose(name, wanted: item => underWay.Contains(item.Id));
        }
        catch (CataloguedException none) when (none.Entry == ErrorCatalogue.MarketplaceItemUnknown)
        {
            return inventory.Choose(name);
        }
    }
}
