using Azsreg.Remoting.OutOfProcess;
using Azsreg.Remoting.Protocol;
using Azsreg.Remoting.WsMan;

namespace Azsreg.Remoting.Client;

/// <summary>Opens sessions of PowerShell remoting.</summary>
public static class RemotingClient
{
    /// <summary>
    /// Opens a session over WS-Management. <paramref name="handler"/> decides what is trusted, which client certificate is shown and which
    /// proxy is used; it stays the caller's. With Basic and Certificate it may serve several sessions. With Negotiate and Offered it must be
    /// a new one for this session only that keeps one connection (<see cref="SocketsHttpHandler.MaxConnectionsPerServer"/> 1), because the
    /// connection is what is signed in.
    /// </summary>
    /// <exception cref="RemotingSignInException">User name and password, or the client certificate, were refused.</exception>
    /// <exception cref="RemotingNotOfferedException">The peer does not offer the authentication asked for.</exception>
    /// <exception cref="RemotingAccessDeniedException">The user may not use the configuration, or it does not exist.</exception>
    /// <exception cref="RemotingUnreachableException">The peer cannot be reached or did not answer in time.</exception>
    /// <exception cref="RemotingProtocolException">The peer does not speak the protocol.</exception>
    /// <exception cref="WsManFaultException">The peer refused for another reason.</exception>
    /// <exception cref="ArgumentException">
    /// Basic or Certificate was asked for without TLS, or Negotiate or Offered with a handler that may open a second connection.
    /// </exception>
    public static async Task<RemoteSession> OpenAsync(
        RemotingConnection connection, HttpMessageHandler handler, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(handler);
        Validate(connection, handler);
        var http = new HttpMessageInvoker(handler, disposeHandler: false);
        var transport = new WsManClientTransport(connection, Channel(connection, handler, http));
        var pool = new ClientPool(connection.Clock, WsManRequest.MaxFragment(connection.MaxEnvelopeSize), connection.MaxMessageSize);
        return await OpenAsync(
            transport, pool, connection.Uri.ToString(), connection.OpenTimeout, connection.CloseTimeout, connection.Clock, cancellationToken);
    }

    /// <summary>
    /// Opens a session over two streams in the framing of PowerShell's <c>-s</c> mode, for example those of <c>ssh -s</c> with a
    /// <c>powershell</c> subsystem. The streams stay the caller's.
    /// </summary>
    /// <exception cref="RemotingUnreachableException">The peer ended the connection or did not answer in time.</exception>
    /// <exception cref="RemotingProtocolException">The peer does not speak the protocol.</exception>
    public static async Task<RemoteSession> OpenAsync(
        Stream input, Stream output, RemotingStreamConnection connection, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(connection);
        var transport = new StreamClientTransport(input, output, connection.PeerName, connection.Clock);
        var pool = new ClientPool(connection.Clock, FragmentWriter.DefaultMaxFragment, connection.MaxMessageSize);
        return await OpenAsync(
            transport, pool, connection.PeerName, connection.OpenTimeout, connection.CloseTimeout, connection.Clock, cancellationToken);
    }

    internal static async Task<RemoteSession> OpenAsync(
        IRemotingTransport transport, ClientPool pool, string peer, TimeSpan openTimeout, TimeSpan closeTimeout, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(openTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        var session = new RemoteSession(transport, pool, closeTimeout, clock);
        try
        {
            await transport.OpenAsync(pool, either.Token);
            return session;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            await session.DisposeAsync();
            throw new RemotingUnreachableException($"{peer} did not open the session within {openTimeout.TotalSeconds:0} seconds.");
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    private static IWsManChannel Channel(RemotingConnection connection, HttpMessageHandler handler, HttpMessageInvoker http)
    {
        if (connection.Authentication == RemotingAuthentication.Basic) return PlainChannel.Basic(connection, http);
        if (connection.Authentication == RemotingAuthentication.Certificate) return PlainChannel.Certificate(connection, http);
        var binding = IsTls(connection) ? TlsBinding.Watch((SocketsHttpHandler)handler) : null;
        return connection.Authentication == RemotingAuthentication.Negotiate
            ? new NegotiateChannel(connection, http, binding)
            : new OfferedChannel(connection, http, binding);
    }

    private static void Validate(RemotingConnection connection, HttpMessageHandler handler)
    {
        if (connection.Authentication == RemotingAuthentication.Basic && !IsTls(connection))
            throw new ArgumentException($"{connection.Uri} is not https, and Basic authentication sends the password readable.", nameof(connection));
        if (connection.Authentication == RemotingAuthentication.Certificate && !IsTls(connection))
            throw new ArgumentException($"{connection.Uri} is not https, and a client certificate is shown by TLS.", nameof(connection));
        if (connection.Authentication is RemotingAuthentication.Negotiate or RemotingAuthentication.Offered
            && handler is not SocketsHttpHandler { MaxConnectionsPerServer: 1 })
            throw new ArgumentException("Negotiate signs a connection in, so the handler may keep only one.", nameof(handler));
    }

    private static bool IsTls(RemotingConnection connection) => connection.Uri.Scheme == Uri.UriSchemeHttps;
}
