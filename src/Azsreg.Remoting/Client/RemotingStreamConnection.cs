namespace Azsreg.Remoting.Client;

/// <summary>How to open a session over two streams, for example those of an <c>ssh</c> process.</summary>
public sealed record RemotingStreamConnection
{
    /// <summary>What errors call the peer, for example <c>ssh://user@host</c>.</summary>
    public required string PeerName { get; init; }

    /// <summary>How long opening may take; 60 s by default.</summary>
    public TimeSpan OpenTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long closing and stopping may take before the session is given up; 10 s by default.</summary>
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Largest message in bytes that is accepted; 64 MiB by default.</summary>
    public int MaxMessageSize { get; init; } = 64 * 1024 * 1024;

    /// <summary>The clock that bounds every wait.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
