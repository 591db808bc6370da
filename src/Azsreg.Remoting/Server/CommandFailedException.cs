using System.Diagnostics.CodeAnalysis;

namespace Azsreg.Remoting.Server;

/// <summary>Thrown by a command to end with a terminating error.</summary>
[SuppressMessage("Design", "CA1032", Justification = "A failure without its record says nothing.")]
public sealed class CommandFailedException : Exception
{
    /// <summary>Ends the command with <paramref name="error"/>.</summary>
    public CommandFailedException(RemoteError error, Exception? innerException = null) : base(error.Message, innerException) => Error = error;

    /// <summary>What the client is told.</summary>
    public RemoteError Error { get; }
}
