using System.CommandLine;
using Azsreg.Cli.Shell;
using Azsreg.Protocol;

namespace Azsreg.Cli.Roles;

/// <summary>The options of what starts a local world.</summary>
internal sealed class LocalWorldOptions(bool withStamps)
{
    private readonly Option<int?> _portBase = new("--port-base")
    {
        Description = $"the Azure side's port, from which the stamps' follow; 0 takes free ones; {LocalPorts.DefaultBase} where left out",
        HelpName = "N",
    };

    private readonly Option<int?> _stamps = new("--stamps") { Description = $"how many stamps, 1 to {LocalPorts.MostStamps}", HelpName = "N" };
    private readonly Option<int?> _portalPort = new("--portal-port") { Description = "the first stamp's portal, the next ones' ten higher; 0 takes free ones; two above the stamp's own where left out", HelpName = "N" };
    private readonly Option<bool> _ssh = new("--ssh") { Description = "offer each stamp's privileged endpoint over SSH too, and enter the stamps by it" };
    private readonly Option<string?> _scenario = new("--scenario")
    {
        Description = $"make the first stamp one to learn on: {string.Join(", ", Scenarios.All.Select(scenario => scenario.Name))}",
        HelpName = "NAME",
    };

    private readonly Option<bool> _reset = new("--reset") { Description = "remove what is in the data folder and start over" };

    public void AddTo(Command command)
    {
        command.Add(_portBase);
        command.Add(_portalPort);
        if (withStamps)
        {
            command.Add(_stamps);
            command.Add(_ssh);
            command.Add(_scenario);
        }

        command.Add(_reset);
    }

    /// <summary>Starts the world the line asks for, telling the steps.</summary>
    public async Task<LocalWorld> StartAsync(CliContext context, ParseResult parsed, CancellationToken cancellationToken)
    {
        var scenario = withStamps && context.Settings.Get("scenario", parsed.GetValue(_scenario)) is { } name ? Scenarios.Get(name) : null;
        if (parsed.GetValue(_reset))
        {
            LocalFolder.Reset(context);
        }

        var portBase = context.Settings.GetNumber("port-base", parsed.GetValue(_portBase), LocalPorts.DefaultBase, 0, LocalPorts.HighestBase);
        var stamps = withStamps ? context.Settings.GetNumber("stamps", parsed.GetValue(_stamps), 1, 1, LocalPorts.MostStamps) : 1;
        var portalPort = context.Settings.GetNumberOrNull("portal-port", parsed.GetValue(_portalPort), 0, LocalPorts.HighestBase);
        try
        {
            if (scenario is not null && ScenarioNote.Begin(context, scenario, parsed.CommandResult.Command.Name))
            {
                return await new ScenarioStart(context, scenario).RunAsync(portBase, stamps, portalPort, withStamps && parsed.GetValue(_ssh), cancellationToken);
            }

            using var progress = context.StartProgress();
            return await LocalWorld.StartAsync(context, portBase, stamps, portalPort, withStamps && parsed.GetValue(_ssh), progress, cancellationToken);
        }
        catch (CataloguedException exception) when (exception.Entry == ErrorCatalogue.PortInUse)
        {
            throw new CataloguedException(
                exception.Entry, exception.Detail, [$"azsreg {parsed.CommandResult.Command.Name} --port-base 0{context.DataArgument}"], exception);
        }
    }
}
