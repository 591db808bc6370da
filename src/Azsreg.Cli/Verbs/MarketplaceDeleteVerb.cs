using System.CommandLine;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Operator.Marketplace;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg marketplace delete</c>.</summary>
internal static class MarketplaceDeleteVerb
{
    public static Verb Create()
    {
        var target = new MarketplaceTarget();
        var items = MarketplaceItemArgument.Several();
        items.Arity = ArgumentArity.OneOrMore;
        var version = MarketplaceItemArgument.Version();
        var confirmation = new Confirmation();
        var verb = new Verb("delete", "Takes items off the stamp. Machines made from them stay; new ones cannot be made.", "azsreg marketplace delete \"WordPress\" --version 5.7.1", (context, parsed, cancellationToken) =>
            target.WithAsync(context, parsed, async (marketplace, _) =>
            {
                var inventory = await marketplace.ReadDownloadedAsync(cancellationToken);
                var chosen = parsed.GetValue(items)!.Select(name => Choose(inventory, marketplace.Stamp, name, parsed.GetValue(version))).DistinctBy(item => item.Id).ToList();
                var users = await marketplace.FindUsersAsync(inventory, chosen, cancellationToken);
                if (!context.IsJson)
                    Plan(context, marketplace.Stamp, chosen, users);
                if (!confirmation.Ask(context, parsed, Question(marketplace.Stamp, chosen, users)))
                {
                    if (context.IsJson)
                        context.WriteJson(new { Deleted = Array.Empty<string>(), Changed = false });
                    else
                        context.WriteLine("Nothing was changed.");
                    return;
                }

                foreach (var item in chosen)
                {
                    await marketplace.DeleteAsync(item, cancellationToken);
                    if (!context.IsJson)
                        context.WriteLine($"{item.Title} {item.Version} is off {marketplace.Stamp}.");
                }

                if (context.IsJson)
                    context.WriteJson(new { Deleted = chosen.Select(item => item.Id), Changed = true });
            }))
        {
            items, version,
        };
        target.AddTo(verb);
        confirmation.AddTo(verb);
        return verb;
    }

    /// <summary>Nothing is deleted by a guess: of several versions on the stamp one must be named.</summary>
    private static MarketplaceItem Choose(MarketplaceInventory inventory, string stamp, string name, string? version)
    {
        MarketplaceItem item;
        try
        {
            item = inventory.Choose(name, version);
        }
        catch (CataloguedException none) when (none.Entry == ErrorCatalogue.MarketplaceItemUnknown)
        {
            throw new CataloguedException(ErrorCatalogue.MarketplaceItemNotDownloaded, $"Nothing called '{name}' is on {stamp}{(version is null ? "" : $" in version {version}")}.", inner: none);
        }

        var versions = inventory.VersionsOf(item);
        if (version is not null || versions.Count == 1 || item.Id.Equals(name, StringComparison.OrdinalIgnoreCase))
            return item;
        throw new CataloguedException(
            ErrorCatalogue.MarketplaceItemAmbiguous,
            $"{item.Title} is on {stamp} in {versions.Count} versions.",
            [.. versions.Select(one => $"azsreg marketplace delete {one.Id}")]);
    }

    private static void Plan(CliContext context, string stamp, List<MarketplaceItem> chosen, ILookup<string, MarketplaceItem> users)
    {
        context.WriteLine($"Delete from {stamp}");
        foreach (var item in chosen)
        {
            context.WriteLine($"  {context.Style.Bad("-")} {item.Title} {item.Version}, {ByteSize.Exact(item.Properties.PayloadLength ?? 0)}");
            foreach (var user in users[item.Id])
                context.WriteLine("    " + context.Style.Wait($"{user.Title} {user.Version} needs it"));
        }
    }

    private static string Question(string stamp, List<MarketplaceItem> chosen, ILookup<string, MarketplaceItem> users)
    {
        var what = chosen is [var one] ? $"{one.Title} {one.Version}" : $"{chosen.Count} items";
        var needed = chosen.SelectMany(item => users[item.Id]).Select(user => user.Title).Distinct().ToList();
        return $"Delete {what} from {stamp}?" + (needed.Count == 0 ? "" : $" {string.Join(", ", needed)} will not work without.");
    }
}
