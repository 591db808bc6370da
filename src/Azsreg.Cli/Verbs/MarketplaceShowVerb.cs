using System.CommandLine;
using System.Net;
using System.Text.RegularExpressions;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Operator.Marketplace;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg marketplace show</c>.</summary>
internal static partial class MarketplaceShowVerb
{
    private const int LongestText = 20_000;

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
                        Description = PlainText(one.Properties.Description),
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
        foreach (var paragraph in PlainText(properties.Description)?.Split('\n') ?? [])
        {
            context.WriteLine();
            foreach (var line in Paragraph.Wrap(paragraph, "  "))
                context.WriteLine(line);
        }

        if (properties.LegalTerms is { Length: > 0 } text && !IsAddress(text))
        {
            context.WriteLine();
            foreach (var line in (PlainText(text) ?? "").Split('\n').SelectMany(part => Paragraph.Wrap(part, "  ")))
                context.WriteLine(line);
        }
    }

    private static string VersionText(MarketplaceInventory inventory, MarketplaceItem item)
    {
        var others = inventory.VersionsOf(item).Count - 1;
        return (item.Version ?? "-") + (others > 0 ? $", and {others} more: azsreg marketplace versions {item.Family}" : "");
    }

    private static string ShortOf(string text) => IsAddress(text) ? text : "below";

    private static bool IsAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "https" or "http";

    /// <summary>Descriptions are HTML; a terminal gets their words, a paragraph a line.</summary>
    internal static string? PlainText(string? html)
    {
        if (html is null)
            return null;
        var text = Breaks().Replace(html.Length > LongestText ? html[..LongestText] : html, "\n");
        text = WebUtility.HtmlDecode(Tags().Replace(text, " "));
        var lines = text.Split('\n').Select(line => string.Join(' ', line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Trim()).Where(line => line.Length > 0);
        return string.Join('\n', lines);
    }

    [GeneratedRegex(@"</?(p|br|div|li|ul|ol|h[1-6]|tr)\b[^>]*>", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Breaks();

    [GeneratedRegex("<[^>]*>", RegexOptions.NonBacktracking)]
    private static partial Regex Tags();
}
