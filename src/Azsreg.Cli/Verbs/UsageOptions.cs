using System.CommandLine;
using Azsreg.Cli.Shell;
using Azsreg.Operator;
using Azsreg.Operator.SignIn;
using Azsreg.Operator.Stamps;
using Azsreg.Operator.Usage;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary>Whose usage a verb is about, and of which days.</summary>
internal sealed class UsageOptions
{
    private readonly Option<string?> _side = new("--side") { Description = "local, what the stamp has, or commerce, what Azure has; local where left out", HelpName = "SIDE" };
    private readonly Option<string?> _stamp = new("--stamp") { Description = "the stamp; the one in use where left out", HelpName = "NAME" };
    private readonly Option<string?> _environment = new("--environment") { Description = "the Azure; the one in use where left out", HelpName = "NAME" };
    private readonly Option<string?> _subscription = new("--subscription") { Description = "Azure's subscription by id or name; the one in use where left out", HelpName = "NAME" };
    private readonly Option<string[]> _others = new("--also-subscription")
    {
        Description = "look into this Azure subscription too, such as that of an earlier registration", HelpName = "ID", AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> _from = new("--from") { Description = "the first day, yyyy-MM-dd in UTC; 30 days before --to where left out", HelpName = "DAY" };
    private readonly Option<string?> _to = new("--to") { Description = "the day after the last", HelpName = "DAY" };

    public void AddStampTo(Command command) => command.Add(_stamp);

    public void AddSideTo(Command command) => command.Add(_side);

    public void AddAzureTo(Command command)
    {
        command.Add(_environment);
        command.Add(_subscription);
    }

    public void AddOthersTo(Command command) => command.Add(_others);

    public void AddDaysTo(Command command)
    {
        command.Add(_from);
        command.Add(_to);
    }

    public bool IsCommerce(ParseResult parsed) => parsed.GetValue(_side)?.ToLowerInvariant() switch
    {
        null or "local" => false,
        "commerce" => true,
        var other => throw new CataloguedException(ErrorCatalogue.InvalidOption, $"--side '{other}' is neither local nor commerce."),
    };

    public StampEntry Stamp(OperatorContext operation, ParseResult parsed) => operation.Stamps.Get(parsed.GetValue(_stamp));

    public AzureSession OpenAzure(OperatorContext operation, ParseResult parsed) => operation.OpenAzure(parsed.GetValue(_environment), parsed.GetValue(_subscription));

    public IReadOnlyList<string> Others(ParseResult parsed) => (parsed.GetValue(_others) ?? []) is var others && Array.Find(others, other => !Guid.TryParse(other, out _)) is { } wrong
        ? throw new CataloguedException(ErrorCatalogue.InvalidOption, $"--also-subscription '{wrong}' is no subscription id.")
        : others;

    /// <summary>Days by reported time: the stamp tells none of the current day, Azure all up to now.</summary>
    public UsageRange Reported(CliContext context, ParseResult parsed) => Range(context, parsed, IsCommerce(parsed) ? 1 : 0);

    /// <summary>Days of use, up to and with the current one.</summary>
    public UsageRange Used(CliContext context, ParseResult parsed) => Range(context, parsed, 1);

    private UsageRange Range(CliContext context, ParseResult parsed, int days) =>
        UsageRange.Read(parsed.GetValue(_from), parsed.GetValue(_to), DateOnly.FromDateTime(context.Clock.GetUtcNow().UtcDateTime).AddDays(days));
}
