using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Azsreg.Remoting.Server;

/// <summary>What a <see cref="RemotingServer"/> offers, to whom, and how much of it.</summary>
public sealed record RemotingServerOptions
{
    /// <summary>The session configurations offered.</summary>
    public required IReadOnlyList<ConstrainedEndpoint> Endpoints { get; init; }

    /// <summary>Checks user names and passwords, and client certificates.</summary>
    public required IRemotingAuthenticator Authenticator { get; init; }

    /// <summary>Keeps what happens in sessions; null for nobody.</summary>
    public ITranscript? Transcript { get; init; }

    /// <summary>The clock of every wait.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Makes the loggers.</summary>
    public ILoggerFactory Loggers { get; init; } = NullLoggerFactory.Instance;

    /// <summary>Most sessions at once; 300 by default.</summary>
    public int MaxSessions { get; init; } = 300;

    /// <summary>Largest request in bytes; 512,000 by default, as Windows allows.</summary>
    public int MaxEnvelopeSize { get; init; } = 512_000;

    /// <summary>Largest message of a client in bytes; 8 MiB by default.</summary>
    public int MaxMessageSize { get; init; } = 8 * 1024 * 1024;

    /// <summary>Bytes of output that wait for a client before its command is ended; 32 MiB by default.</summary>
    public int MaxWaitingOutput { get; init; } = 32 * 1024 * 1024;

    /// <summary>Bytes of output that wait in all sessions together; 256 MiB by default.</summary>
    public long MaxWaitingOutputOfAll { get; init; } = 256 * 1024 * 1024;

    /// <summary>Longest idle time a client may ask for; 12 hours by default.</summary>
    public TimeSpan MaxIdleTimeout { get; init; } = TimeSpan.FromHours(12);

    /// <summary>Idle time of a client that asks for none; 2 hours by default.</summary>
    public TimeSpan DefaultIdleTimeout { get; init; } = TimeSpan.FromHours(2);

    /// <summary>Longest time a request waits for output; 3 minutes by default.</summary>
    public TimeSpan MaxOperationTimeout { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Failed sign-ins of one account, or with one client certificate, from one address before both are locked out; 5 by default.</summary>
    public int MaxFailedSignIns { get; init; } = 5;

    /// <summary>How long a lock-out lasts, and how long failures are counted; 1 minute by default.</summary>
    public TimeSpan SignInLockout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long the answer to a failed sign-in is held back; 300 ms by default.</summary>
    public TimeSpan FailedSignInDelay { get; init; } = TimeSpan.FromMilliseconds(300);
}
