using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Azsreg.EndToEnd.Tests.Transports;

/// <summary>A cable with an ear: passes every connection on to a port of this machine and keeps each byte of both directions.</summary>
internal sealed class WireRecorder : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ended = new();
    private readonly MemoryStream _heard = new();
    private readonly List<Task> _running = [];
    private readonly int _target;

    private WireRecorder(int target) => _target = target;

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public byte[] Heard { get { lock (_heard) return _heard.ToArray(); } }

    public static WireRecorder Start(int target)
    {
        var recorder = new WireRecorder(target);
        recorder._listener.Start();
        recorder._running.Add(recorder.AcceptAsync());
        return recorder;
    }

    /// <summary>True if the text was heard, as UTF-8 or as UTF-16.</summary>
    public bool Holds(string text)
    {
        var heard = Heard;
        return heard.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0 || heard.AsSpan().IndexOf(Encoding.Unicode.GetBytes(text)) >= 0;
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _listener.Dispose();
        await Task.WhenAll(_running);
        _ended.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_ended.Token);
                _running.Add(PassOnAsync(client));
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task PassOnAsync(TcpClient client)
    {
        using var near = client;
        using var far = new TcpClient();
        using var done = CancellationTokenSource.CreateLinkedTokenSource(_ended.Token);
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, _target, done.Token);
            await Task.WhenAny(CopyAsync(near, far, done.Token), CopyAsync(far, near, done.Token));
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // Who is connected sees the end of the connection.
        }

        await done.CancelAsync();
    }

    private async Task CopyAsync(TcpClient from, TcpClient to, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.GetStream().ReadAsync(buffer, cancellationToken) is var count and > 0)
            {
                lock (_heard)
                    _heard.Write(buffer, 0, count);
                await to.GetStream().WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // The other end is gone.
        }
    }
}
