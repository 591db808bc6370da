using System.CommandLine;
using Azsreg.Cli.Shell;
using Azsreg.Operator;
using Azsreg.Operator.Marketplace;

namespace Azsreg.Cli.Verbs;

/// <summary>Whose marketplace a verb is about.</summary>
internal sealed class MarketplaceTarget
{
    private readonly Option<string?> _stamp = new("--stamp") { Description = "the stamp; the one in use where left out", HelpName = "NAME" };

    public void AddTo(Command command) => command.Add(_stamp);

    /// <summary>Opens it for the length of some work.</summary>
    public async Task WithAsync(CliContext context, ParseResult parsed, Func<StampMarketplace, OperatorContext, Task> work)
    {
        using var operation = new OperatorContext(context.Data, context.Clock);
        using var marketplace = StampMarketplace.Open(operation, operation.Stamps.Get(parsed.GetValue(_stamp)));
        await work(marketplace, operation);
    }

    /// <summary>The choice of the stamp and the data folder as they were typed, with a blank before; nothing where none was.</summary>
    public string Arguments(CliContext context, ParseResult parsed) => OfflineNextStep.Option("--stamp", parsed.GetValue(_stamp)) + context.DataArgument;
}
