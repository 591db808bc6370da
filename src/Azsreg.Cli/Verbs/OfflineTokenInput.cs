using System.CommandLine;
using Azsreg.Cli.Shell;
using Azsreg.Operator.Offline;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary>A registration token that was carried here: as a file, on standard input, or pasted.</summary>
internal sealed class OfflineTokenInput
{
    private readonly Option<string?> _file = new("--token-file") { Description = "the file with the registration token; - reads standard input", HelpName = "FILE" };
    private readonly Option<string?> _text = new("--token") { Description = "the registration token itself, pasted", HelpName = "TOKEN" };

    public void AddTo(Command command)
    {
        command.Add(_file);
        command.Add(_text);
    }

    public bool IsGiven(ParseResult parsed) => parsed.GetValue(_file) is not null || parsed.GetValue(_text) is not null;

    /// <summary>What to type for the same token again, the pasted one as a file: nobody pastes it twice from a message.</summary>
    public string Argument(ParseResult parsed) =>
        "--token-file " + (parsed.GetValue(_file) is { } file and not "-" ? OfflineNextStep.Quoted(file) : "FILE");

    /// <summary>Reads and judges it.</summary>
    /// <exception cref="CataloguedException">None or two were given (AZR1001), or the token is not whole (AZR5010 to AZR5014).</exception>
    public CarriedToken Read(CliContext context, ParseResult parsed) => (parsed.GetValue(_file), parsed.GetValue(_text)) switch
    {
        (null, null) => throw new CataloguedException(ErrorCatalogue.InvalidOption, "Give the registration token with --token-file FILE or --token TOKEN."),
        (not null, not null) => throw new CataloguedException(ErrorCatalogue.InvalidOption, "Give --token-file or --token, not both."),
        ("-", null) => CarriedFile.ReadToken(StandardInput(context.Io.In), "Standard input"),
        ({ } file, null) => CarriedFiles.ReadToken(file),
        (null, { } text) => CarriedFile.ReadToken(text, "The text of --token"),
    };

    /// <summary>All of standard input, with the bound that a file has.</summary>
    public static string StandardInput(TextReader input)
    {
        var text = new char[TransferText.MaxBytes + 1];
        var length = input.ReadBlock(text, 0, text.Length);
        return new string(text, 0, length);
    }
}
