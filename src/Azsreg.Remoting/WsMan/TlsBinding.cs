using System.Net.Security;
using System.Security.Authentication.ExtendedProtection;

namespace Azsreg.Remoting.WsMan;

/// <summary>
/// The channel binding of a handler's latest TLS connection. NTLM signs it, so that a sign-in cannot be passed on through another TLS
/// connection.
/// </summary>
internal sealed class TlsBinding
{
    /// <summary>True once there has been a connection.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>Null before the first connection, and where the certificate has none.</summary>
    public ChannelBinding? Current { get; private set; }

    /// <summary>Watches the connections of a handler that has made none yet.</summary>
    /// <exception cref="ArgumentException">The handler has been used, or has a filter of its own.</exception>
    public static TlsBinding Watch(SocketsHttpHandler handler)
    {
        if (handler.PlaintextStreamFilter is not null) throw new ArgumentException("The handler has a stream filter already.", nameof(handler));
        var binding = new TlsBinding();
        try
        {
            handler.PlaintextStreamFilter = (context, _) => binding.Take(context.PlaintextStream);
        }
        catch (InvalidOperationException e)
        {
            throw new ArgumentException("Negotiate over TLS needs a handler of its own that has not been used yet.", nameof(handler), e);
        }
        return binding;
    }

    private ValueTask<Stream> Take(Stream stream)
    {
        // The connection to a proxy comes by here too, without TLS. The finalizer frees a former binding: a sign-in may still be reading it.
        if (stream is SslStream { RemoteCertificate: { } certificate })
        {
            Current = EndPointBinding.TryCreate(certificate);
            IsKnown = true;
        }
        return ValueTask.FromResult(stream);
    }
}
