using System.CommandLine;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary>Whether the legal terms of items are accepted: by <c>--accept-terms</c>, or by a person who is asked.</summary>
internal sealed class BundleTermsOption
{
    private const int MostShown = 20;

    private readonly Option<bool> _accept = new("--accept-terms") { Description = "accept the legal terms of the items, which is recorded with your name and the time" };

    public void AddTo(Command command) => command.Add(_accept);

    /// <summary>True where they are accepted, or there are none.</summary>
    public bool Ask(CliContext context, ParseResult parsed, IReadOnlyList<(string Name, string? Terms)> open, string account)
    {
        if (open.Count == 0 || parsed.GetValue(_accept)) return true;
        if (!context.Io.IsInteractive) return false;
        var question = $"Accept the legal terms of {BundleResult.Items(open.Count)} as {account}?";
        if (context.Io.Host is { } host) return host.Confirm(question, typed: null);
        foreach (var (name, terms) in open.Take(MostShown))
        {
            context.Io.Error.WriteLine(name);
            foreach (var line in Paragraph.Wrap(terms ?? "", "  ")) context.Io.Error.WriteLine(line);
        }

        if (open.Count > MostShown) context.Io.Error.WriteLine($"and {open.Count - MostShown} more (--dry-run names all)");
        context.Io.Error.Write(question + " [y/N] ");
        context.Io.Error.Flush();
        return context.Io.In.ReadLine()?.Trim().ToUpperInvariant() is "Y" or "YES";
    }

    /// <summary>What to say of an item whose terms nobody accepted.</summary>
    public static (string Name, string? Terms) Of(string name, ProductProperties properties) => (name, properties.LegalTerms);
}
