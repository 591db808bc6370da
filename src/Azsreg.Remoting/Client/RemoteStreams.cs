namespace Azsreg.Remoting.Client;

/// <summary>Called while a command runs, in the order things were written; a call that is slow slows the session down.</summary>
public sealed record RemoteStreams
{
    /// <summary>Called for each object of the output stream.</summary>
    public Action<object?>? Output { get; init; }

    /// <summary>Called for each error record, the terminating one included.</summary>
    public Action<RemoteError>? Error { get; init; }

    /// <summary>Called for each warning.</summary>
    public Action<string>? Warning { get; init; }

    /// <summary>Called for each verbose text.</summary>
    public Action<string>? Verbose { get; init; }

    /// <summary>Called for each debug text.</summary>
    public Action<string>? Debug { get; init; }

    /// <summary>Called for each progress record.</summary>
    public Action<RemoteProgress>? Progress { get; init; }

    /// <summary>Called for each information record.</summary>
    public Action<RemoteInformation>? Information { get; init; }
}
