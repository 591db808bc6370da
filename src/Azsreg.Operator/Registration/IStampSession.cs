using Azsreg.Remoting.Client;

namespace Azsreg.Operator.Registration;

/// <summary>An open session with a privileged endpoint.</summary>
public interface IStampSession : IAsyncDisposable
{
    /// <summary>The address in use, of those that were tried.</summary>
    Uri Url { get; }

    /// <summary>Runs one command.</summary>
    Task<RemoteResult> InvokeAsync(RemoteCommand command, CancellationToken cancellationToken);
}
