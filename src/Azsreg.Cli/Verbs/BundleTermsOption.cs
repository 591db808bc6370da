using System.CommandLine;
using Azsreg.Cli.Shell;
using Azsreg.Operator.Marketplace;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary>Whether the legal terms of items are accepted: by <c>--accept-terms</c>, or by a person who is asked.</summary>
internal sealed class BundleTermsOption
{
    private readonly Option<bool> _accept = new("--accept-terms") { Description = "accept the legal terms of the items, which is recorded with your name and the time" };

    public void AddTo(Command command) => command.Add(_accept);

    /// <summary>True where they are accepted, now or before in this data folder, or there are none. That they were is kept.</summary>
    /// <param name="context">Where it is asked.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="terms">What was accepted before.</param>
    /// <param name="wanting">The items that want it.</param>
    /// <param name="account">Who accepts.</param>
    /// <param name="cancellationToken">Ends the waiting for another command that writes.</param>
    public async Task<bool> AcceptAsync(
        CliContext context, ParseResult parsed, LegalTerms terms, IEnumerable<(string Name, ProductProperties Properties)> wanting, string account, CancellationToken cancellationToken)
    {
        var open = terms.FindOpen(wanting.Select(item => new MarketplaceItem { Id = item.Name, Properties = item.Properties, State = ItemState.Offered }));
        if (open.Count == 0)
            return true;
        var question = $"Accept the legal terms of {BundleResult.Items(open.Count)} as {account}?";
        var shown = open.Select(item => (item.Id, item.Properties.LegalTerms, $"azsreg marketplace show {item.Id}")).ToList();
        if (!parsed.GetValue(_accept) && !TermsQuestion.Ask(context, question, shown, "--dry-run names all"))
            return false;
        await terms.AcceptAsync(open, account, cancellationToken);
        return true;
    }
}
