using System.CommandLine;
using Azsreg.Protocol;

namespace Azsreg.Cli.Shell;

/// <summary>Asks before something is changed or lost; <c>--yes</c> answers for a person who is not there.</summary>
internal sealed class Confirmation
{
    private readonly Option<bool> _yes = new("--yes", "-y") { Description = "do not ask" };

    /// <summary>Adds <c>--yes</c> to a command.</summary>
    public void AddTo(Command command) => command.Add(_yes);

    /// <summary>Asks, unless <c>--yes</c> was given.</summary>
    /// <param name="context">The verb's context.</param>
    /// <param name="parsed">The parsed line.</param>
    /// <param name="question">The question, with its question mark.</param>
    /// <param name="typed">What must be typed where something is lost for good; null asks for a plain yes.</param>
    /// <returns>True to go on.</returns>
    /// <exception cref="CataloguedException">There is nobody to ask (AZR1021).</exception>
    public bool Ask(CliContext context, ParseResult parsed, string question, string? typed = null)
    {
        if (parsed.GetValue(_yes))
        {
            return true;
        }

        if (!context.Io.IsInteractive)
        {
            throw new CataloguedException(ErrorCatalogue.ConfirmationNeeded, question);
        }

        if (context.Io.Host is { } host)
        {
            return host.Confirm(question, typed);
        }

        context.Io.Error.Write(typed is null ? $"{question} [y/N] " : $"{question} Type {typed} to go on: ");
        context.Io.Error.Flush();
        var answer = context.Io.In.ReadLine()?.Trim();
        return typed is null
            ? answer is not null && (answer.Equals("y", StringComparison.OrdinalIgnoreCase) || answer.Equals("yes", StringComparison.OrdinalIgnoreCase))
            : typed.Equals(answer, StringComparison.OrdinalIgnoreCase);
    }
}
