namespace Azsreg.Protocol;

/// <summary>A failure told in the catalogue's words: the one exception a verb, a step or a cmdlet fails with. A room may derive one that carries its peer's own code beside.</summary>
public class CataloguedException : Exception
{
    /// <summary>Makes the failure.</summary>
    /// <param name="entry">The catalogue entry.</param>
    /// <param name="detail">This case in one or two sentences, with its names and ids; never a secret.</param>
    /// <param name="nextCommands">Commands that lead on, filled in; shown as lines of their own.</param>
    /// <param name="inner">What caused it.</param>
    public CataloguedException(ErrorEntry entry, string detail, IReadOnlyList<string>? nextCommands = null, Exception? inner = null)
        : base($"{entry.Code} {entry.What}: {detail}", inner)
    {
        Entry = entry;
        Detail = detail;
        NextCommands = nextCommands ?? [];
    }

    /// <summary>The catalogue entry.</summary>
    public ErrorEntry Entry { get; }

    /// <summary>This case in words.</summary>
    public string Detail { get; }

    /// <summary>Commands that lead on; empty where the entry's own fix is all there is to say.</summary>
    public IReadOnlyList<string> NextCommands { get; }
}
