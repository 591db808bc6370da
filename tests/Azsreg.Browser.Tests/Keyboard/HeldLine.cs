using System.Net;
using System.Net.Sockets;

namespace Azsreg.Browser.Tests.Keyboard;

/// <summary>A line to a server that hands bytes on until it is held; then they wait, so that whatever runs over it runs for as long as somebody looks.</summary>
internal sealed class HeldLine : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Uri _server;
    private readonly Task _listening;
    private volatile TaskCompletionSource _open = new();

    /// <summary>Listens on a free port.</summary>
    /// <param name="server">What is behind it, on this machine.</param>
    public HeldLine(Uri server)
    {
        _server = server;
        _open.SetResult();
        _listener.Start();
        Url = new UriBuilder(server) { Host = "localhost", Port = ((IPEndPoint)_listener.LocalEndpoint).Port }.Uri;
        _listening = ListenAsync();
    }

    /// <summary>The server's address by this line.</summary>
    public Uri Url { get; }

    /// <summary>From now on nothing passes.</summary>
    public void Hold() => _open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What waits goes on, and all that follows.</summary>
    public void Release() => _open.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        Release();
        await _end.CancelAsync();
        _listener.Dispose();
        await _listening;
        _end.Dispose();
    }

    private async Task ListenAsync()
    {
        List<Task> lines = [];
        try
        {
            while (true)
                lines.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(lines);
        }
    }

    private async Task ServeAsync(TcpClient accepted)
    {
        using var near = accepted;
        using var far = new TcpClient();
        try
        {
            await far.ConnectAsync(_server.Host, _server.Port, _end.Token);
            await Task.WhenAny(CopyAsync(near, far), CopyAsync(far, near));
        }
        catch (Exception cut) when (cut is IOException or SocketException or OperationCanceledException)
        {
            // One side has gone; closing both tells the other.
        }
    }

    private async Task CopyAsync(TcpClient from, TcpClient to)
    {
        var room = new byte[16 * 1024];
        try
        {
            for (int read; (read = await from.GetStream().ReadAsync(room, _end.Token)) > 0;)
            {
                await _open.Task.WaitAsync(_end.Token);
                await to.GetStream().WriteAsync(room.AsMemory(0, read), _end.Token);
            }
        }
        catch (Exception cut) when (cut is IOException or SocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // As above.
        }
    }
}
