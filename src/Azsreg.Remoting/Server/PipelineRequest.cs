using System.Collections;

namespace Azsreg.Remoting.Server;

/// <summary>What CREATE_PIPELINE (MS-PSRP §2.2.2.10) or GET_COMMAND_METADATA (§2.2.2.14) asks for.</summary>
internal sealed record PipelineRequest(IReadOnlyList<IReadOnlyList<CommandCall>> Statements, bool HasInput, RemoteObject? Host)
{
    private const int MaxCommands = 64;
    private const int MaxArguments = 512;

    /// <summary>Function in CommandTypes (MS-PSRP §2.2.3.19).</summary>
    private const int FunctionType = 2;

    /// <summary>Patterns of the commands a client asks metadata for; null for a pipeline.</summary>
    public IReadOnlyList<string>? Metadata { get; init; }

    public static PipelineRequest FromCreatePipeline(object? body)
    {
        if (body is not RemoteObject message || message["PowerShell"] is not RemoteObject shell)
            throw new RemotingProtocolException("CREATE_PIPELINE holds no pipeline.");
        // With several statements ExtraCmds lists all of them and Cmds repeats the first.
        var extra = Items(shell["ExtraCmds"]).Select(statement => (statement as RemoteObject)?["Cmds"]).ToList();
        var statements = (extra.Count > 0 ? extra : [shell["Cmds"]]).Select(commands => (IReadOnlyList<CommandCall>)[.. Items(commands).Select(Call)]).ToList();
        if (statements.Sum(statement => statement.Count) is 0 or > MaxCommands)
            throw new RemotingProtocolException("CREATE_PIPELINE holds no command, or too many.");
        return new PipelineRequest(statements, message["NoInput"] is not true, message["HostInfo"] as RemoteObject);
    }

    public static PipelineRequest FromCommandMetadata(object? body)
    {
        var asked = body as RemoteObject;
        var names = Items(asked?["Name"]).Select(name => RemoteObject.TextOf(name) ?? "*").Take(MaxArguments).ToList();
        // The commands here are functions of no module; a client that asks for aliases only, or for a module's, gets none.
        var asksForFunctions = RemoteObject.Unwrap(asked?["CommandType"]) is not int types || (types & FunctionType) != 0;
        var asksForModule = Items(asked?["Namespace"]).Concat(Items(asked?["FullyQualifiedModule"])).Any(module => RemoteObject.TextOf(module) is not ("" or "*" or null));
        return new PipelineRequest([], HasInput: false, Host: null)
        {
            Metadata = !asksForFunctions || asksForModule ? [] : names.Count > 0 ? names : ["*"],
        };
    }

    private static CommandCall Call(object? value)
    {
        if (value is not RemoteObject command || command.GetString("Cmd") is not { } name)
            throw new RemotingProtocolException("A command of CREATE_PIPELINE has no name.");
        var arguments = Items(command["Args"]).Take(MaxArguments + 1)
            .Select(item => item as RemoteObject ?? throw new RemotingProtocolException("An argument of CREATE_PIPELINE is no object."))
            .Select(item => new CommandArgument(item.GetString("N"), item["V"]))
            .ToList();
        if (arguments.Count > MaxArguments) throw new RemotingProtocolException("A command of CREATE_PIPELINE has too many arguments.");
        return new CommandCall(name, command["IsScript"] is true, MergesErrors(command), arguments);
    }

    /// <summary>PipelineResultTypes: 1 is output, 2 is error. Protocol 2.1 says it in two properties, 2.2 and later in one a stream.</summary>
    private static bool MergesErrors(RemoteObject command) =>
        RemoteObject.Unwrap(command["MergeError"]) is 1
        || (RemoteObject.Unwrap(command["MergeMyResult"]) is 2 && RemoteObject.Unwrap(command["MergeToResult"]) is 1);

    private static IEnumerable<object?> Items(object? value) => RemoteObject.Unwrap(value) switch
    {
        null => [],
        string text => [text],
        IEnumerable list and not IDictionary => list.Cast<object?>(),
        _ => [],
    };
}
