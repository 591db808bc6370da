using System.Collections.Frozen;
using System.Net;
using System.Net.Sockets;
using Azsreg.Protocol;
using Microsoft.AspNetCore.Http;

namespace Azsreg.Hosting;

/// <summary>
/// The ports of a role, taken before it is built: so its URLs are known to its configuration even where the port was "any", and a port
/// that is taken is found before anything starts.
/// </summary>
public sealed class RoleListeners : IDisposable
{
    /// <summary>The name of a role's first listener.</summary>
    public const string Main = "main";

    private const int Backlog = 512;
    private const int AttemptsForAnyPort = 20;

    private readonly FrozenDictionary<string, Socket[]> _sockets;

    private RoleListeners(FrozenDictionary<string, Socket[]> sockets) => _sockets = sockets;

    internal IEnumerable<(string Name, Socket Socket)> All =>
        _sockets.SelectMany(pair => pair.Value.Select(socket => (pair.Key, socket)));

    /// <summary>The port a listener has.</summary>
    public int Port(string name = Main) => ((IPEndPoint)_sockets[name][0].LocalEndPoint!).Port;

    /// <summary>The URL of a listener on this machine, with a slash at the end: <c>https://localhost:20000/</c>.</summary>
    public Uri Url(string name = Main) => new UriBuilder(Uri.UriSchemeHttps, "localhost", Port(name)).Uri;

    /// <summary>The name of the listener a request came in by.</summary>
    public static string NameOf(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<ListenerFeature>()?.Name ?? Main;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, socket) in All)
        {
            socket.Dispose();
        }
    }

    internal static RoleListeners Take(IPAddress address, IEnumerable<RoleListener> listeners)
    {
        var taken = new Dictionary<string, Socket[]>();
        try
        {
            foreach (var listener in listeners)
            {
                taken.Add(listener.Name, Take(address, listener.Port));
            }

            return new RoleListeners(taken.ToFrozenDictionary());
        }
        catch
        {
            foreach (var socket in taken.Values.SelectMany(sockets => sockets))
            {
                socket.Dispose();
            }

            throw;
        }
    }

    private static Socket[] Take(IPAddress address, int port)
    {
        // "localhost" is 127.0.0.1 to some clients and ::1 to others; Windows takes two seconds to find the wrong one closed.
        if (!address.Equals(IPAddress.Loopback) || !Socket.OSSupportsIPv6)
        {
            return [Listen(address, port)];
        }

        for (var attempt = 1; ; attempt++)
        {
            var first = Listen(IPAddress.Loopback, port);
            try
            {
                return [first, Listen(IPAddress.IPv6Loopback, ((IPEndPoint)first.LocalEndPoint!).Port)];
            }
            catch (CataloguedException) when (port == 0 && attempt < AttemptsForAnyPort)
            {
                first.Dispose(); // The port is free for one of the two only; "any" means another will do.
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressNotAvailable)
            {
                return [first]; // IPv6 is built in but switched off.
            }
            catch
            {
                first.Dispose();
                throw;
            }
        }
    }

    private static Socket Listen(IPAddress address, int port)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (address.Equals(IPAddress.IPv6Any))
            {
                socket.DualMode = true;
            }

            socket.Bind(new IPEndPoint(address, port));

            // Bound alone is not taken: until one of them listens, Linux lets two sockets share a port.
            socket.Listen(Backlog);
            return socket;
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
        {
            socket.Dispose();
            throw new CataloguedException(ErrorCatalogue.PortInUse, $"Port {port} on {address}: {exception.Message}.", inner: exception);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    internal sealed record ListenerFeature(string Name);
}
