using Azsreg.Cli.Shell;
using Azsreg.Protocol;

namespace Azsreg.Cli.Tests;

/// <summary>What the program finds around it.</summary>
internal sealed record CliSetting
{
    /// <summary>An outside with nothing in it.</summary>
    public static CommandIo NoIo { get; } = new() { In = TextReader.Null, Out = TextWriter.Null, Error = TextWriter.Null };

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public string Input { get; init; } = "";

    /// <summary>What a person types where the program asks without echo; null where nobody is there.</summary>
    public string? Typed { get; init; }

    /// <summary>What a verb that speaks a protocol of bytes reads.</summary>
    public Stream InputBytes { get; init; } = Stream.Null;

    /// <summary>Where such a verb writes.</summary>
    public Stream OutputBytes { get; init; } = Stream.Null;

    public bool IsTerminal { get; init; }

    public bool NoColour { get; init; }

    public CancellationToken Interrupt { get; init; }

    public Task<CliRun> RunAsync(params string[] arguments) => RunAsync(RootVerbs.Groups, arguments);

    public async Task<CliRun> RunAsync(IReadOnlyList<VerbGroup> verbs, string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var io = new CommandIo
        {
            In = new StringReader(Input),
            Out = output,
            Error = error,
            IsInteractive = Typed is not null || IsTerminal,
            IsOutputTerminal = IsTerminal,
            IsErrorTerminal = IsTerminal,
            NoColour = NoColour,
            OpenInput = () => InputBytes,
            OpenOutput = () => OutputBytes,
            ReadHiddenLine = () => new Secret(Typed ?? ""),
        };
        var application = new CliApplication(io, name => Environment.GetValueOrDefault(name), TimeProvider.System, verbs);
        var exitCode = await application.RunAsync(arguments, Interrupt);
        return new CliRun(exitCode, output.ToString(), error.ToString());
    }
}
