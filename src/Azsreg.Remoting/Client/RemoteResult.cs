namespace Azsreg.Remoting.Client;

/// <summary>Everything a command wrote, stream by stream.</summary>
public sealed record RemoteResult
{
    /// <summary>The objects of the output stream: primitives as they are, everything else as <see cref="RemoteObject"/>.</summary>
    public required IReadOnlyList<object?> Output { get; init; }

    /// <summary>Error records in order; the terminating one, if any, is the last.</summary>
    public required IReadOnlyList<RemoteError> Errors { get; init; }

    /// <summary>Texts of the warning stream.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Texts of the verbose stream.</summary>
    public required IReadOnlyList<string> Verbose { get; init; }

    /// <summary>Texts of the debug stream.</summary>
    public required IReadOnlyList<string> Debug { get; init; }

    /// <summary>Records of the information stream.</summary>
    public required IReadOnlyList<RemoteInformation> Information { get; init; }

    /// <summary>True if the command ended because of the last error.</summary>
    public required bool HadTerminatingError { get; init; }
}
