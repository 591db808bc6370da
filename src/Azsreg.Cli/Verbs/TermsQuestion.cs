using System.CommandLine;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Operator.Marketplace;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary>Has a person accept the legal terms of items, once for each; <c>--accept-terms</c> answers for one who is not there.</summary>
internal sealed class TermsQuestion
{
    private const int MostShown = 10;

    private readonly Option<bool> _accept = new("--accept-terms") { Description = "accept the legal terms of the items" };

    public void AddTo(Command command) => command.Add(_accept);

    /// <summary>Asks where terms are open, and keeps the answer with the account's name.</summary>
    /// <exception cref="CataloguedException">They were not accepted, or nobody is there to ask (AZR6063).</exception>
    public async Task AcceptAsync(
        CliContext context, ParseResult parsed, LegalTerms terms, string account, DownloadPlan plan, CancellationToken cancellationToken)
    {
        var open = terms.FindOpen(plan.ToFetch.Select(one => one.Item));
        if (open.Count == 0)
            return;
        if (!parsed.GetValue(_accept) && !Ask(context, open))
        {
            throw new CataloguedException(
                ErrorCatalogue.LegalTermsNotAccepted,
                open is [var one] ? $"{one.Title} comes under its publisher's terms." : $"{open.Count} items come under their publishers' terms: {Names(open)}.",
                [.. open.Take(3).Select(item => $"azsreg marketplace show {item.Id}")]);
        }

        await terms.AcceptAsync(open, account, cancellationToken);
    }

    /// <summary>Shows terms and asks a person; false where nobody is there.</summary>
    /// <param name="context">Where it is asked.</param>
    /// <param name="question">Without the mark for its answer.</param>
    /// <param name="open">Items by title, with their terms, which may be HTML, and where all of them can be read.</param>
    /// <param name="others">Where those are that are too many to show.</param>
    public static bool Ask(CliContext context, string question, IReadOnlyList<(string Title, string? Terms, string AllOfIt)> open, string others)
    {
        if (!context.Io.IsInteractive)
            return false;
        if (context.Io.Host is { } host)
            return host.Confirm(question, typed: null);
        context.Io.Error.WriteLine("Legal terms:");
        foreach (var (title, terms, allOfIt) in open.Take(MostShown))
        {
            var text = ItemText.Plain(terms) ?? "";
            context.Io.Error.WriteLine("  " + Style.Printable(title));
            foreach (var line in Paragraph.Wrap(text.Length > 300 ? $"{text[..300]}… (all of it: {allOfIt})" : text, "    "))
                context.Io.Error.WriteLine(line);
        }

        if (open.Count > MostShown)
            context.Io.Error.WriteLine($"  and {open.Count - MostShown} more: {others}");
        context.Io.Error.Write(question + " [y/N] ");
        context.Io.Error.Flush();
        return context.Io.In.ReadLine()?.Trim().ToUpperInvariant() is "Y" or "YES";
    }

    private static bool Ask(CliContext context, IReadOnlyList<MarketplaceItem> open) => Ask(
        context,
        open is [var only] ? $"Accept the legal terms of {only.Title}?" : $"Accept the legal terms of these {open.Count} items?",
        [.. open.Select(item => (item.Title, item.Properties.LegalTerms, $"azsreg marketplace show {item.Id}"))],
        "azsreg marketplace show ITEM");

    private static string Names(IReadOnlyList<MarketplaceItem> items) =>
        string.Join(", ", items.Take(MostShown).Select(item => item.Title)) + (items.Count > MostShown ? $" and {items.Count - MostShown} more" : "");
}
