using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Azsreg.Remoting.Server;

/// <summary>Settings of a session over streams.</summary>
public sealed record OutOfProcessServerOptions
{
    /// <summary>Keeps what happens in the session; null for nobody.</summary>
    public ITranscript? Transcript { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Makes the loggers; they must not write to the output stream.</summary>
    public ILoggerFactory Loggers { get; init; } = NullLoggerFactory.Instance;

    /// <summary>
    /// True to tell a protocol error on the output stream too, as a server behind SSH does (<c>-SSHServerMode</c>); false, as over the pipes of
    /// a process, leaves it to whoever gets the exception.
    /// </summary>
    public bool ReportsErrorsOnOutput { get; init; }

    /// <summary>How long a client that does not read is waited for when the session ends; 5 s by default.</summary>
    public TimeSpan FlushTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Largest message of the client in bytes; 8 MiB by default.</summary>
    public int MaxMessageSize { get; init; } = 8 * 1024 * 1024;

    /// <summary>Longest line in bytes; 1 MiB by default (a genuine peer's lines stay below 64 KiB).</summary>
    public int MaxLineLength { get; init; } = 1024 * 1024;
}
