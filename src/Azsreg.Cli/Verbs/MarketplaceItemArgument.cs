using System.CommandLine;

namespace Azsreg.Cli.Verbs;

/// <summary>How a marketplace item is named on the line.</summary>
internal static class MarketplaceItemArgument
{
    private const string How = "an item by its id, or by name or text where only one item has it";

    public static Argument<string> One() => new("ITEM") { Description = How };

    /// <summary>Several, or none where an option names them.</summary>
    public static Argument<string[]> Several()
    {
        var items = new Argument<string[]>("ITEM") { Description = How + "; several may follow", Arity = ArgumentArity.ZeroOrMore };
        // An argument that takes any number takes an option the verb has not, too.
        items.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => token.Value.StartsWith("--", StringComparison.Ordinal)) is { } unknown)
                result.AddError($"Unrecognized command or argument '{unknown.Value}'.");
        });
        return items;
    }

    public static Option<string?> Version() => new("--version") { Description = "this version; the newest that goes with the stamp where left out", HelpName = "VERSION" };
}
