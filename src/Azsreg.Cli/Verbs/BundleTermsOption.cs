using System.CommandLine;
using Azsreg.Cli.Shell;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary>Whether the legal terms of items are accepted: by <c>--accept-terms</c>, or by a person who is asked.</summary>
internal sealed class BundleTermsOption
{
    private readonly Option<bool> _accept = new("--accept-terms") { Description = "accept the legal terms of the items, which is recorded with your name and the time" };

    public void AddTo(Command command) => command.Add(_accept);

    /// <summary>True where they are accepted, or there are none.</summary>
    public bool Ask(CliContext context, ParseResult parsed, IReadOnlyList<(string Name, string? Terms)> open, string account) =>
        open.Count == 0 || parsed.GetValue(_accept) || TermsQuestion.Ask(
            context,
            $"Accept the legal terms of {BundleResult.Items(open.Count)} as {account}?",
            [.. open.Select(item => (item.Name, item.Terms, $"azsreg marketplace show {item.Name}"))],
            "--dry-run names all");

    /// <summary>What to say of an item whose terms nobody accepted.</summary>
    public static (string Name, string? Terms) Of(string name, ProductProperties properties) => (name, properties.LegalTerms);
}
