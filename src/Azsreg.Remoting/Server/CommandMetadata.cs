using System.IO.Enumeration;
using Azsreg.Remoting.Protocol;

namespace Azsreg.Remoting.Server;

/// <summary>What a session tells of its commands: Get-Command, Get-Help and GET_COMMAND_METADATA (MS-PSRP §2.2.2.14, §2.2.3.21 f.).</summary>
internal static class CommandMetadata
{
    public static bool HasWildcard(string pattern) => pattern.AsSpan().ContainsAny('*', '?', '[');

    /// <summary>PowerShell's wildcards as far as * and ? go.</summary>
    public static bool IsMatch(string name, string pattern) =>
        FileSystemName.MatchesSimpleExpression(pattern.Replace("\\", "\\\\", StringComparison.Ordinal), name, ignoreCase: true);

    public static IEnumerable<ConstrainedCommand> Matching(CommandTable table, IReadOnlyList<string> patterns) =>
        table.Ordered.Where(command => patterns.Any(pattern => IsMatch(command.Name, pattern)));

    /// <summary>An object of <c>Get-Command</c>.</summary>
    public static RemoteObject FunctionInfo(ConstrainedCommand command)
    {
        var info = new RemoteObject(["System.Management.Automation.FunctionInfo", "System.Management.Automation.CommandInfo", "System.Object"])
        {
            Text = command.Name,
        };
        var dash = command.Name.IndexOf('-', StringComparison.Ordinal);
        info.SetAdapted("CmdletBinding", true);
        info.SetAdapted("DefaultParameterSet", null);
        info.SetAdapted("Definition", CommandSyntax.Full(command));
        info.SetAdapted("Description", command.Description);
        info.SetAdapted("Verb", dash < 0 ? "" : command.Name[..dash]);
        info.SetAdapted("Noun", command.Name[(dash + 1)..]);
        info.SetAdapted("HelpFile", null);
        info.SetAdapted("OutputType", List("System.Management.Automation.PSTypeName", command.OutputTypes));
        info.SetAdapted("Name", command.Name);
        info.SetAdapted("CommandType", "Function");
        info.SetAdapted("Source", "");
        info.SetAdapted("Version", null);
        info.SetAdapted("Visibility", "Public");
        info.SetAdapted("ModuleName", "");
        info.SetAdapted("RemotingCapability", "PowerShell");
        info.SetAdapted("Parameters", Parameters(command, _ => "System.Management.Automation.ParameterMetadata"));
        info.SetAdapted("ParameterSets", List("System.Management.Automation.CommandParameterSetInfo", [CommandSyntax.Parameters(command)]));
        return info;
    }

    /// <summary>What a client builds its proxy functions from (Import-PSSession, Enter-PSSession).</summary>
    public static RemoteObject ForProxy(ConstrainedCommand command)
    {
        var info = new RemoteObject(["Selected.System.Management.Automation.FunctionInfo", "System.Management.Automation.PSCustomObject", "System.Object"])
        {
            ["Name"] = command.Name,
            ["Namespace"] = "",
            ["HelpUri"] = "",
            ["CommandType"] = ProtocolObjects.Choice("System.Management.Automation.CommandTypes", "Function", 2),
            ["ResolvedCommandName"] = null,
            ["OutputType"] = List("System.Management.Automation.PSTypeName", command.OutputTypes),
            ["Parameters"] = Parameters(command, parameter => Metadata(parameter)),
        };
        return info;
    }

    public static RemoteObject Count(int count) =>
        new(["Selected.Microsoft.PowerShell.Commands.GenericMeasureInfo", "System.Management.Automation.PSCustomObject", "System.Object"])
        {
            ["Count"] = count,
        };

    public static RemoteObject Help(ConstrainedCommand command) => new("HelpInfoShort")
    {
        ["Name"] = command.Name,
        ["Category"] = "Function",
        ["Synopsis"] = command.Description,
        ["Syntax"] = CommandSyntax.Full(command),
        ["Parameters"] = command.Parameters.Select(parameter => (object?)new RemoteObject
        {
            ["Name"] = parameter.Name,
            ["Type"] = ValueConverter.NameOf(parameter),
            ["Required"] = parameter.IsMandatory,
            ["Position"] = parameter.Position is { } at ? at.ToString(System.Globalization.CultureInfo.InvariantCulture) : "named",
            ["Aliases"] = string.Join(", ", parameter.Aliases),
            ["Description"] = parameter.Description,
        }).ToList(),
    };

    private static RemoteObject Metadata(ConstrainedParameter parameter)
    {
        var metadata = new RemoteObject(["System.Management.Automation.ParameterMetadata", "System.Object"])
        {
            Text = "System.Management.Automation.ParameterMetadata",
        };
        metadata.SetAdapted("Name", parameter.Name);
        metadata.SetAdapted("ParameterType", ValueConverter.NameOf(parameter));
        metadata.SetAdapted("Aliases", new RemoteObject(
            ["System.Collections.ObjectModel.Collection`1[[System.String]]", "System.Object"], parameter.Aliases.Cast<object?>().ToList()));
        metadata.SetAdapted("IsDynamic", false);
        metadata.SetAdapted("SwitchParameter", parameter.IsSwitch);
        return metadata;
    }

    private static RemoteObject Parameters(ConstrainedCommand command, Func<ConstrainedParameter, object> describe)
    {
        var parameters = new OrderedDictionary<object, object?>();
        foreach (var parameter in command.Parameters.Concat(CommonArguments.Parameters)) parameters.Add(parameter.Name, describe(parameter));
        return new RemoteObject(["System.Collections.Generic.Dictionary`2[[System.String],[System.Management.Automation.ParameterMetadata]]", "System.Object"], parameters);
    }

    private static RemoteObject List(string itemType, IEnumerable<string> items) =>
        new([$"System.Collections.ObjectModel.ReadOnlyCollection`1[[{itemType}]]", "System.Object"], items.Cast<object?>().ToList());
}
