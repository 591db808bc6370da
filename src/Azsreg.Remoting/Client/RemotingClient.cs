using Azsreg.Remoting.WsMan;

namespace Azsreg.Remoting.Client;

/// <summary>Opens sessions of PowerShell remoting.</summary>
public static class RemotingClient
{
    /// <summary>
    /// Opens a session over WS-Management. <paramref name="handler"/> decides what is trusted and which proxy is used; it stays the
    /// caller's and may serve several sessions.
    /// </summary>
    /// <exception cref="RemotingSignInException">User name or password were refused.</exception>
    /// <exception cref="RemotingAccessDeniedException">The user may not use the configuration, or it does not exist.</exception>
    /// <exception cref="RemotingUnreachableException">The peer cannot be reached or did not answer in time.</exception>
    /// <exception cref="RemotingProtocolException">The peer does not speak the protocol.</exception>
    /// <exception cref="WsManFaultException">The peer refused for another reason.</exception>
    /// <exception cref="ArgumentException">Basic authentication was asked for without TLS.</exception>
    public static async Task<RemoteSession> OpenAsync(
        RemotingConnection connection, HttpMessageHandler handler, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(handler);
        if (connection.Uri.Scheme != Uri.UriSchemeHttps && !connection.AllowBasicWithoutTls)
            throw new ArgumentException($"{connection.Uri} is not https, and Basic authentication sends the password readable.", nameof(connection));
        var transport = new WsManClientTransport(connection, new HttpMessageInvoker(handler, disposeHandler: false));
        return await OpenAsync(
            transport, connection.Uri.ToString(), WsManRequest.MaxFragment(connection.MaxEnvelopeSize), connection, cancellationToken);
    }

    internal static async Task<RemoteSession> OpenAsync(
        IRemotingTransport transport, string peer, int maxFragment, RemotingConnection connection, CancellationToken cancellationToken)
    {
        var pool = new ClientPool(connection.Clock, maxFragment, connection.MaxMessageSize);
        using var late = new CancellationTokenSource(connection.OpenTimeout, connection.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        var session = new RemoteSession(transport, pool, connection.CloseTimeout, connection.Clock);
        try
        {
            await transport.OpenAsync(pool, either.Token);
            return session;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            await session.DisposeAsync();
            throw new RemotingUnreachableException($"{peer} did not open the session within {connection.OpenTimeout.TotalSeconds:0} seconds.");
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }
}
