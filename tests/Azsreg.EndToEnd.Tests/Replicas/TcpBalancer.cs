using System.Net;
using System.Net.Sockets;

namespace Azsreg.EndToEnd.Tests.Replicas;

/// <summary>
/// The smallest balancer there is: it hands each connection to the next replica that takes one, and knows nothing of what goes through it.
/// </summary>
internal sealed class TcpBalancer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<int> _replicas = [];
    private readonly Task _accepting;
    private int _next;

    public TcpBalancer()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Url => new UriBuilder(Uri.UriSchemeHttps, "localhost", ((IPEndPoint)_listener.LocalEndpoint).Port).Uri;

    /// <summary>How many connections each replica was given, by port.</summary>
    public Dictionary<int, int> Given { get; } = [];

    public void Add(int port)
    {
        lock (_replicas)
        {
            _replicas.Add(port);
            Given[port] = 0;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = CarryAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task CarryAsync(TcpClient client)
    {
        using (client)
        {
            using var replica = await ConnectAsync();
            if (replica is null)
                return;
            try
            {
                var (here, there) = (client.GetStream(), replica.GetStream());
                await Task.WhenAny(here.CopyToAsync(there, _stop.Token), there.CopyToAsync(here, _stop.Token));
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
            {
                // One side went away: so does the other.
            }
        }
    }

    private async Task<TcpClient?> ConnectAsync()
    {
        int[] all;
        lock (_replicas)
            all = [.. _replicas];
        for (var tries = 0; tries < all.Length; tries++)
        {
            var port = all[Interlocked.Increment(ref _next) % all.Length];
            var replica = new TcpClient();
            try
            {
                await replica.ConnectAsync(IPAddress.Loopback, port, _stop.Token);
                lock (_replicas)
                    Given[port]++;
                return replica;
            }
            catch (Exception exception) when (exception is SocketException or OperationCanceledException)
            {
                replica.Dispose();
            }
        }

        return null;
    }
}
