using System.CommandLine;
using Azsreg.Operator.Marketplace;

namespace Azsreg.Cli.Verbs;

/// <summary>Which marketplace items a verb is about.</summary>
internal sealed class MarketplaceFilterOptions
{
    private readonly Option<string?> _kind = new("--kind") { Description = "only items of this kind", HelpName = "virtualMachine|virtualMachineExtension|solution|resourceProvider" };
    private readonly Option<string?> _publisher = new("--publisher") { Description = "only items of this publisher", HelpName = "NAME" };
    private readonly Option<string?> _text = new("--text") { Description = "only items whose id, name, publisher, offer or SKU holds this", HelpName = "TEXT" };

    public void AddTo(Command command)
    {
        command.Add(_kind);
        command.Add(_publisher);
        command.Add(_text);
    }

    public MarketplaceFilter Of(ParseResult parsed) => new()
    {
        Kind = parsed.GetValue(_kind), Publisher = parsed.GetValue(_publisher), Text = parsed.GetValue(_text),
    };
}
