using System.CommandLine;
using Azsreg.Protocol;

namespace Azsreg.Cli.Shell;

/// <summary>
/// Where a password comes from: a prompt without echo, standard input, or a file. Never an argument, which every user of the machine could
/// read in the list of processes.
/// </summary>
internal sealed class PasswordInput
{
    private const int LongestPassword = 4096;

    private readonly string _name;
    private readonly Option<bool> _fromInput;
    private readonly Option<string?> _fromFile;

    /// <summary>The options of one password.</summary>
    /// <param name="name">What the options begin with: <c>password</c> makes <c>--password-stdin</c> and <c>--password-file</c>.</param>
    public PasswordInput(string name = "password")
    {
        _name = name;
        _fromInput = new Option<bool>($"--{name}-stdin") { Description = "read it from standard input" };
        _fromFile = new Option<string?>($"--{name}-file") { Description = "read it from a file's first line", HelpName = "FILE" };
    }

    /// <summary>Adds the two options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_fromInput);
        command.Add(_fromFile);
    }

    /// <summary>True where the line says where the password is.</summary>
    public bool IsGiven(ParseResult parsed) => parsed.GetValue(_fromInput) || parsed.GetValue(_fromFile) is not null;

    /// <summary>Reads the password.</summary>
    /// <param name="context">The verb's context.</param>
    /// <param name="parsed">The parsed line.</param>
    /// <param name="prompt">What to ask a person, without a colon: <c>Password of AZURESTACK\CloudAdmin</c>.</param>
    /// <exception cref="CataloguedException">There is none and nobody to ask (AZR1011), or both options were given (AZR1001).</exception>
    public Secret Read(CliContext context, ParseResult parsed, string prompt)
    {
        if (context.Io.Host?.GivenSecret(_name) is { IsEmpty: false } given)
        {
            return given;
        }

        var file = parsed.GetValue(_fromFile);
        var password = (parsed.GetValue(_fromInput), file) switch
        {
            (true, not null) => throw new CataloguedException(
                ErrorCatalogue.InvalidOption, $"Give {_fromInput.Name} or {_fromFile.Name}, not both."),
            (true, null) => FirstLine(context.Io.In),
            (false, not null) => FromFile(file),
            _ => Ask(context.Io, prompt),
        };
        return password.IsEmpty
            ? throw new CataloguedException(ErrorCatalogue.PasswordMissing, $"{prompt}: it is empty.")
            : password;
    }

    private Secret Ask(CommandIo io, string prompt)
    {
        if (!io.IsInteractive)
        {
            throw new CataloguedException(
                ErrorCatalogue.PasswordMissing, $"{prompt}: give it with {_fromInput.Name} or {_fromFile.Name} FILE.");
        }

        if (io.Host is { } host)
        {
            return host.AskSecret(prompt);
        }

        io.Error.Write(prompt + ": ");
        io.Error.Flush();
        var typed = io.ReadHiddenLine();
        io.Error.WriteLine();
        return typed;
    }

    private static Secret FromFile(string path)
    {
        try
        {
            using var reader = new StreamReader(path);
            return FirstLine(reader);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CataloguedException(ErrorCatalogue.PasswordMissing, $"'{path}': {exception.Message}", inner: exception);
        }
    }

    private static Secret FirstLine(TextReader reader)
    {
        var text = new char[LongestPassword];
        var length = 0;
        for (int next; length < text.Length && (next = reader.Read()) is not (-1 or '\n'); length++)
        {
            text[length] = (char)next;
        }

        // A line of a file written on Windows ends in two characters.
        return new Secret(new string(text, 0, length > 0 && text[length - 1] == '\r' ? length - 1 : length));
    }
}
