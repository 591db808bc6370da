using System.CommandLine;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Operator.Marketplace;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg marketplace versions</c>.</summary>
internal static class MarketplaceVersionsVerb
{
    public static Verb Create()
    {
        var target = new MarketplaceTarget();
        var item = MarketplaceItemArgument.One();
        var verb = new Verb("versions", "Lists the versions of an item, the newest first.", "azsreg marketplace versions \"WordPress\"", (context, parsed, cancellationToken) =>
            target.WithAsync(context, parsed, async (marketplace, _) =>
            {
                var inventory = await marketplace.ReadAsync(cancellationToken);
                var versions = inventory.VersionsOf(inventory.Choose(parsed.GetValue(item)!));
                if (context.IsJson)
                {
                    context.WriteJson(versions.Select(MarketplaceItems.ToObject));
                    return;
                }

                context.WriteLine($"{versions[0].Title}, {ItemKind.Told(versions[0].Properties.ProductKind)} by {versions[0].Properties.PublisherDisplayName}");
                context.WriteLine();
                var table = new Table("Version", Column.Right("Size"), "Id", "");
                foreach (var one in versions)
                    table.Add(one.Version ?? "-", ByteSize.Whole(one.Properties.PayloadLength), one.Id, one.IsOffered ? MarketplaceItems.State(one) : Cell.Wait("downloaded, withdrawn"));
                context.WriteTable(table);
            }))
        {
            item,
        };
        target.AddTo(verb);
        return verb;
    }
}
