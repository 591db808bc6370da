using Azsreg.Protocol;

namespace Azsreg.Cli.Shell;

/// <summary>All of the outside a verb reads from and writes to.</summary>
internal sealed record CommandIo
{
    public required TextReader In { get; init; }

    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>True where a person sits at the other end and can be asked.</summary>
    public bool IsInteractive { get; init; }

    /// <summary>True where standard output is a terminal, so that a line can be drawn again.</summary>
    public bool IsOutputTerminal { get; init; }

    /// <summary>True where standard error is a terminal.</summary>
    public bool IsErrorTerminal { get; init; }

    /// <summary>True where <c>NO_COLOR</c> forbids colour, also on a terminal.</summary>
    public bool NoColour { get; init; }

    /// <summary>Columns of the terminal; 80 where there is none.</summary>
    public int Width { get; init; } = 80;

    /// <summary>The program that runs the verb on a person's behalf; null where the verb itself meets the person.</summary>
    public IVerbHost? Host { get; init; }

    /// <summary>Opens standard input as bytes, for a verb that reads no text there.</summary>
    public Func<Stream> OpenInput { get; init; } = static () => Stream.Null;

    /// <summary>Opens standard output as bytes.</summary>
    public Func<Stream> OpenOutput { get; init; } = static () => Stream.Null;

    /// <summary>Waits for a key, Ctrl-C being one like any other; null where there is no keyboard.</summary>
    public Func<ConsoleKeyInfo>? ReadKey { get; init; }

    /// <summary>Ctrl-C while a verb runs.</summary>
    public Interruption Interruption { get; init; } = new();

    /// <summary>Reads a line without showing it; used only where <see cref="IsInteractive"/>.</summary>
    public Func<Secret> ReadHiddenLine { get; init; } = static () => throw new InvalidOperationException("There is no terminal.");
}
