namespace Azsreg.Remoting.Server;

/// <summary>What a line of a transcript is about.</summary>
public enum TranscriptKind
{
    /// <summary>A session was opened.</summary>
    SessionOpened,

    /// <summary>A command is about to run; its secret arguments are masked.</summary>
    Command,

    /// <summary>A command wrote an object.</summary>
    Output,

    /// <summary>A command reported an error or was refused.</summary>
    Error,

    /// <summary>A command ended.</summary>
    CommandEnded,

    /// <summary>A session was closed, by its client or because nobody used it.</summary>
    SessionClosed,
}
