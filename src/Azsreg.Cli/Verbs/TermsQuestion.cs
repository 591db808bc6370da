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

    private static bool Ask(CliContext context, IReadOnlyList<MarketplaceItem> open)
    {
        if (!context.Io.IsInteractive)
            return false;
        var question = open is [var only] ? $"Accept the legal terms of {only.Title}?" : $"Accept the legal terms of these {open.Count} items?";
        if (context.Io.Host is { } host)
            return host.Confirm(question, typed: null);
        context.Io.Error.WriteLine("Legal terms:");
        foreach (var item in open.Take(MostShown))
        {
            var text = MarketplaceShowVerb.PlainText(item.Properties.LegalTerms) ?? "";
            context.Io.Error.WriteLine("  " + Style.Printable(item.Title));
            foreach (var line in Paragraph.Wrap(text.Length > 300 ? $"{text[..300]}… (all of it: azsreg marketplace show {item.Id})" : text, "    "))
                context.Io.Error.WriteLine(line);
        }

        if (open.Count > MostShown)
            context.Io.Error.WriteLine($"  and {open.Count - MostShown} more: azsreg marketplace show ITEM");
        context.Io.Error.Write(question + " [y/N] ");
        context.Io.Error.Flush();
        return context.Io.In.ReadLine()?.Trim() is { } answer
            && (answer.Equals("y", StringComparison.OrdinalIgnoreCase) || answer.Equals("yes", StringComparison.OrdinalIgnoreCase));
    }

    private static string Names(IReadOnlyList<MarketplaceItem> items) =>
        string.Join(", ", items.Take(MostShown).Select(item => item.Title)) + (items.Count > MostShown ? $" and {items.Count - MostShown} more" : "");
}
