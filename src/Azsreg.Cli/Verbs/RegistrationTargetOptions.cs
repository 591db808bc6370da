using System.CommandLine;

namespace Azsreg.Cli.Verbs;

/// <summary>Which registration on which Azure a verb is about.</summary>
internal sealed class RegistrationTargetOptions
{
    private readonly Option<string?> _name = new("--registration-name") { Description = "the registration's name; the stamp's own where left out", HelpName = "NAME" };
    private readonly Option<string?> _group = new("--resource-group") { Description = "its resource group; azurestack where there is none yet", HelpName = "GROUP" };
    private readonly Option<string?> _environment = new("--environment") { Description = "the Azure; the one in use where left out", HelpName = "NAME" };
    private readonly Option<string?> _subscription = new("--subscription") { Description = "the subscription by id or name; the one in use where left out", HelpName = "NAME" };

    public void AddTo(Command command)
    {
        command.Add(_name);
        command.Add(_group);
        command.Add(_environment);
        command.Add(_subscription);
    }

    public string? Name(ParseResult parsed) => parsed.GetValue(_name);

    public string? ResourceGroup(ParseResult parsed) => parsed.GetValue(_group);

    public string? Environment(ParseResult parsed) => parsed.GetValue(_environment);

    public string? Subscription(ParseResult parsed) => parsed.GetValue(_subscription);
}
