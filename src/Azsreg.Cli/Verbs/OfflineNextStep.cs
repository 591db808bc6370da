using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;

namespace Azsreg.Cli.Verbs;

/// <summary>What comes after a step of a disconnected registration.</summary>
/// <param name="Where">On which machine, and what to carry there: a clause that goes on after "Next, ".</param>
/// <param name="Command">The command, filled in; null where all is done.</param>
/// <param name="Keep">What to keep for later, a sentence each.</param>
internal sealed record OfflineNextStep(string Where, string? Command, params IReadOnlyList<string> Keep)
{
    /// <summary>On the side of Azure.</summary>
    public const string AtAzure = "on a machine that reaches Azure";

    /// <summary>On the side of the stamp.</summary>
    public const string AtStamp = "on a machine that reaches the stamp's privileged endpoint";

    /// <summary>Tells it to a person.</summary>
    public void Write(CliContext context)
    {
        context.WriteLine();
        if (Command is not null)
        {
            foreach (var line in Paragraph.Wrap($"Next, {Where}:", "")) context.WriteLine(line);
            context.WriteLine($"  {Command}");
        }
        else
        {
            foreach (var line in Paragraph.Wrap(Where, "")) context.WriteLine(line);
        }

        foreach (var line in Keep.SelectMany(sentence => Paragraph.Wrap(sentence, ""))) context.WriteLine(line);
        if (Renewal is null) return;
        context.WriteLine("Later, when nodes were added or the agreement was renewed:");
        context.WriteLine($"  {Renewal}");
    }

    /// <summary>The command by which the whole begins anew for the same registration; null where there is nothing to renew.</summary>
    public string? Renewal { get; init; }

    /// <summary>The same as data.</summary>
    public object ToObject() => new { Where, Command, Renewal };

    /// <summary>A value as it is typed in a command.</summary>
    public static string Quoted(string value) =>
        value.Length > 0 && value.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or '\\' or ':' or ',') ? value : $"\"{value}\"";

    /// <summary>An option with its value as it is typed, with a blank before; nothing where there is no value.</summary>
    public static string Option(string name, string? value) => value is null ? "" : $" {name} {Quoted(value)}";
}
