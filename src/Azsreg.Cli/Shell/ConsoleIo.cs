using System.Text;
using Azsreg.Protocol;

namespace Azsreg.Cli.Shell;

/// <summary>The process's own console as a <see cref="CommandIo"/>: the only place that touches it.</summary>
#pragma warning disable RS0030 // This is the composition root that the ban on Console leaves room for.
internal static class ConsoleIo
{
    private const int NarrowestUsed = 40;

    public static CommandIo Create(Interruption interruption)
    {
        if (OperatingSystem.IsWindows())
        {
            Console.OutputEncoding = Encoding.UTF8;
        }

        var outputTerminal = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";
        return new CommandIo
        {
            In = Console.In,
            Out = Console.Out,
            Error = Console.Error,
            IsInteractive = !Console.IsInputRedirected && !Console.IsErrorRedirected,
            IsOutputTerminal = outputTerminal,
            IsErrorTerminal = !Console.IsErrorRedirected,
            NoColour = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
            Width = outputTerminal && Console.WindowWidth >= NarrowestUsed ? Console.WindowWidth : 80,
            OpenInput = Console.OpenStandardInput,
            OpenOutput = Console.OpenStandardOutput,
            ReadKey = Console.IsInputRedirected || !outputTerminal ? null : ReadKey,
            Interruption = interruption,
            ReadHiddenLine = ReadHiddenLine,
        };
    }

    private static ConsoleKeyInfo ReadKey()
    {
        // Only while a line is being typed: what runs is to be stopped by the signal.
        Console.TreatControlCAsInput = true;
        try
        {
            return Console.ReadKey(intercept: true);
        }
        finally
        {
            Console.TreatControlCAsInput = false;
        }
    }

    private static Secret ReadHiddenLine()
    {
        var text = new StringBuilder();
        while (true)
        {
            var key = Console.ReadKey(intercept: true);
            switch (key.Key)
            {
                case ConsoleKey.Enter:
                    return new Secret(text.ToString());
                case ConsoleKey.Backspace when text.Length > 0:
                    text.Length--;
                    break;
                case ConsoleKey.U when key.Modifiers == ConsoleModifiers.Control:
                    text.Clear();
                    break;
                default:
                    if (!char.IsControl(key.KeyChar))
                    {
                        text.Append(key.KeyChar);
                    }

                    break;
            }
        }
    }
}
