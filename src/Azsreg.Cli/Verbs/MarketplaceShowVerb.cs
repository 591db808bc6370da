using System.CommandLine;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Operator.Marketplace;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg marketplace show</c>.</summary>
internal static class MarketplaceShowVerb
{
    public static Verb Create()
    {
        var target = new MarketplaceTarget();
        var item = MarketplaceItemArgument.One();
        var version = MarketplaceItemArgument.Version();
        var verb = new Verb("show", "Shows an item: what it is, whether it goes with the stamp, what it needs, its terms.", "azsreg marketplace show \"Kubernetes Cluster\"", (context, parsed, cancellationToken) =>
            target.WithAsync(context, parsed, async (marketplace, operation) =>
            {
                var inventory = await marketplace.ReadAsync(cancellationToken);
                var chosen = inventory.Choose(parsed.GetValue(item)!, parsed.GetValue(version));
                var one = await marketplace.DescribeAsync(chosen, cancellationToken);
                var needs = await marketplace.FindDependenciesAsync(one, cancellationToken);
                var terms = new LegalTerms(operation);
                var open = terms.FindOpen([one]).Count > 0;
                if (context.IsJson)
                {
                    context.WriteJson(new
                    {
                        Item = MarketplaceItems.ToObject(one),
                        Description = ItemText.Plain(one.Properties.Description),
                        Versions = inventory.VersionsOf(one).Select(other => other.Version),
                        DependentProducts = needs,
                        one.Properties.LegalTerms,
                        TermsAccepted = !open,
                        one.Properties.PrivacyPolicy,
                        one.Properties.Links,
                        one.Properties.IconUris,
                    });
                    return;
                }

                Write(context, marketplace.Stamp, inventory, one, needs, open);
            }))
        {
            item, version,
        };
        target.AddTo(verb);
        return verb;
    }

    private static void Write(
        CliContext context, string stamp, MarketplaceInventory inventory, MarketplaceItem item, IReadOnlyList<string>? needs, bool termsOpen)
    {
        var properties = item.Properties;
        var block = new Block("  ")
            .Add("id", item.Id)
            .Add("type", ItemKind.Told(properties.ProductKind))
            .Add("publisher", properties.PublisherDisplayName)
            .Add("version", VersionText(inventory, item))
            .Add("size", properties.PayloadLength is { } bytes ? ByteSize.Exact(bytes) : "not told")
            .Add(stamp, item.State == ItemState.Offered ? Cell.Dim("not downloaded") : MarketplaceItems.State(item));
        if (!item.IsCompatible)
            block.Add("compatible", Cell.Wait($"no: {string.Join(", ", properties.Compatibility!.Issues)}"));
        foreach (var (id, index) in (needs ?? []).Select((id, index) => (id, index)))
            block.Add(index == 0 ? "needs" : "", id);
        if (properties.LegalTerms is { Length: > 0 } terms)
            block.Add(termsOpen ? "legal terms" : "legal terms, accepted", ShortOf(terms));
        if (properties.PrivacyPolicy is { Length: > 0 } policy)
            block.Add("privacy policy", ShortOf(policy));
        foreach (var link in properties.Links ?? [])
            block.Add(link.DisplayName, link.Uri);
        context.WriteLine(item.Title);
        context.WriteBlock(block);
        foreach (var paragraph in ItemText.Plain(properties.Description)?.Split('\n') ?? [])
        {
            context.WriteLine();
            foreach (var line in Paragraph.Wrap(paragraph, "  "))
                context.WriteLine(line);
        }

        if (properties.LegalTerms is { Length: > 0 } text && !ItemText.IsAddress(text))
        {
            context.WriteLine();
            foreach (var line in (ItemText.Plain(text) ?? "").Split('\n').SelectMany(part => Paragraph.Wrap(part, "  ")))
                context.WriteLine(line);
        }
    }

    private static string VersionText(MarketplaceInventory inventory, MarketplaceItem item)
    {
        var others = inventory.VersionsOf(item).Count - 1;
        return (item.Version ?? "-") + (others > 0 ? $", and {others} more: azsreg marketplace versions {item.Family}" : "");
    }

    private static string ShortOf(string text) => ItemText.IsAddress(text) ? text : "below";
}
