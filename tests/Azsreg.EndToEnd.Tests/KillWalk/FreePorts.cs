using System.Net;
using System.Net.Sockets;

namespace Azsreg.EndToEnd.Tests;

/// <summary>
/// Ports for roles that must get the same one again after a kill. They lie below those the system gives to outgoing connections, one of
/// which could otherwise take the port in the second in which nobody listens.
/// </summary>
internal static class FreePorts
{
    private const int Lowest = 21_000;
    private const int Highest = 32_000;

    /// <summary>As many free ports as asked for.</summary>
    public static int[] Take(int count)
    {
        var ports = new HashSet<int>();
        while (ports.Count < count)
        {
            var port = Random.Shared.Next(Lowest, Highest);
            if (IsFree(IPAddress.Loopback, port) && IsFree(IPAddress.IPv6Loopback, port))
                ports.Add(port);
        }

        return [.. ports];
    }

    private static bool IsFree(IPAddress address, int port)
    {
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, port));
            return true;
        }
        catch (SocketException taken)
        {
            return taken.SocketErrorCode is not (SocketError.AddressAlreadyInUse or SocketError.AccessDenied);
        }
    }
}
