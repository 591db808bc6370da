using Azsreg.Remoting.Client;
using Azsreg.Remoting.Clixml;

namespace Azsreg.Remoting.Protocol;

/// <summary>CREATE_PIPELINE (MS-PSRP §2.2.2.10) as a client writes it.</summary>
internal static class CreatePipelineMessage
{
    private static readonly string[] MergeProperties =
    [
        "MergeMyResult", "MergeToResult", "MergePreviousResults", "MergeError", "MergeWarning", "MergeVerbose", "MergeDebug", "MergeInformation",
    ];

    public static string Write(IReadOnlyList<RemoteCommand> commands, bool hasInput, SecureTextCodec? secrets)
    {
        var shell = ProtocolObjects.Bag();
        shell["Cmds"] = ProtocolObjects.List([.. commands.Select(Command)]);
        shell["IsNested"] = false;
        shell["History"] = null;
        shell["RedirectShellErrorOutputPipe"] = true;
        var message = ProtocolObjects.Bag();
        message["NoInput"] = !hasInput;
        message["ApartmentState"] = ProtocolObjects.Choice("System.Threading.ApartmentState", "Unknown", 2);
        // 15 asks for invocation data in all streams; nobody reads it here, and without it records are a tenth of the size.
        message["RemoteStreamOptions"] = ProtocolObjects.Choice("System.Management.Automation.RemoteStreamOptions", "0", 0);
        message["AddToHistory"] = false;
        message["HostInfo"] = ProtocolObjects.NullHost(useRunspaceHost: true);
        message["PowerShell"] = shell;
        message["IsNested"] = false;
        return ClixmlWriter.Write(message, secrets);
    }

    private static RemoteObject Command(RemoteCommand command)
    {
        var bag = ProtocolObjects.Bag();
        bag["Cmd"] = command.Name;
        bag["IsScript"] = command.IsScript;
        bag["UseLocalScope"] = null;
        foreach (var merge in MergeProperties)
            bag[merge] = ProtocolObjects.Choice("System.Management.Automation.Runspaces.PipelineResultTypes", "None", 0);
        bag["Args"] = ProtocolObjects.List([.. command.Parameters.Select(Argument)]);
        return bag;
    }

    private static RemoteObject Argument(RemoteParameter parameter)
    {
        var bag = ProtocolObjects.Bag();
        bag["N"] = parameter.Name;
        bag["V"] = parameter.Value;
        return bag;
    }
}
