using System.CommandLine;
using Azsreg.AzureClient;
using Azsreg.Cli.Shell;
using Azsreg.Operator.Offline;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary>Which registration on Azure a verb is about whose stamp is not here: by its name, or by the stamp's token or cloud id.</summary>
internal sealed class OfflineTargetOptions
{
    private readonly Option<string?> _name = new("--registration-name") { Description = "the registration's name", HelpName = "NAME" };
    private readonly Option<string?> _group = new("--resource-group") { Description = "only in this resource group; all of the subscription where left out", HelpName = "GROUP" };
    private readonly Option<string?> _cloudId = new("--cloud-id") { Description = "or the stamp's cloud id", HelpName = "ID" };
    private readonly Option<string?> _environment = new("--environment") { Description = "the Azure; the one in use where left out", HelpName = "NAME" };
    private readonly Option<string?> _subscription = new("--subscription") { Description = "the subscription by id or name; the one in use where left out", HelpName = "NAME" };
    private readonly OfflineTokenInput _token = new();

    public void AddTo(Command command)
    {
        command.Add(_name);
        _token.AddTo(command);
        command.Add(_cloudId);
        command.Add(_group);
        command.Add(_environment);
        command.Add(_subscription);
    }

    public string? Environment(ParseResult parsed) => parsed.GetValue(_environment);

    public string? Subscription(ParseResult parsed) => parsed.GetValue(_subscription);

    /// <exception cref="CataloguedException">Not exactly one way of naming was taken (AZR1001), or the token or a name cannot be used.</exception>
    public RegistrationTarget Target(CliContext context, ParseResult parsed)
    {
        var (name, cloudId, hasToken) = (parsed.GetValue(_name), parsed.GetValue(_cloudId), _token.IsGiven(parsed));
        var ways = (name is null ? 0 : 1) + (cloudId is null ? 0 : 1) + (hasToken ? 1 : 0);
        if (ways != 1)
        {
            throw new CataloguedException(
                ErrorCatalogue.InvalidOption, "Say which registration: with --registration-name, --token-file, --token or --cloud-id, and one of them only.");
        }

        foreach (var (option, text) in new[] { (_name, name), (_cloudId, cloudId) })
        {
            if (text is not null && TransferText.Placeholder(text) is { } placeholder)
                throw new CataloguedException(ErrorCatalogue.CarriedPlaceholder, $"{option.Name} is still the placeholder {placeholder}.", ["azsreg registration list"]);
        }

        return new RegistrationTarget
        {
            Name = name,
            ResourceGroup = parsed.GetValue(_group),
            CloudId = hasToken ? _token.Read(context, parsed).Token.CloudId : cloudId,
        };
    }

    /// <summary>Said behind a subscription where a name of Azure was pointed at another one: <c>of Local, which AzureCloud means here</c>.</summary>
    public static string Of(AzureEnvironment azure) => azure.StandsFor is null ? "" : $" of {azure.Told}";

    /// <summary>The choice of Azure and subscription as it was typed.</summary>
    public string Arguments(ParseResult parsed) =>
        OfflineNextStep.Option("--environment", Environment(parsed)) + OfflineNextStep.Option("--subscription", Subscription(parsed));
}
