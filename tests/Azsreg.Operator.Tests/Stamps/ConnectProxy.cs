using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Azsreg.Operator.Tests.Stamps;

/// <summary>A proxy that only tunnels (RFC 9110 §9.3.6), as the ones in front of a datacenter do.</summary>
internal sealed class ConnectProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _accepting;

    public ConnectProxy()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>The request lines that came, in order.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>The status line to refuse with; null lets everything through.</summary>
    public string? Refusal { get; init; }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _ended.Dispose();
    }

    private async Task AcceptAsync()
    {
        var running = new List<Task>();
        try
        {
            while (true)
                running.Add(TunnelAsync(await _listener.AcceptTcpClientAsync(_ended.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(running);
        }
    }

    private async Task TunnelAsync(TcpClient client)
    {
        using var near = client;
        using var far = new TcpClient();
        try
        {
            var line = await ReadHeadAsync(near.GetStream());
            Requests.Enqueue(line);
            if (Refusal is not null || line.Split(' ') is not ["CONNECT", var target, _])
            {
                await near.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {Refusal ?? "405 Method Not Allowed"}\r\nContent-Length: 0\r\n\r\n"), _ended.Token);
                return;
            }

            await far.ConnectAsync(IPAddress.Loopback, int.Parse(target.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture), _ended.Token);
            await near.GetStream().WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray(), _ended.Token);
            await Task.WhenAny(
                near.GetStream().CopyToAsync(far.GetStream(), _ended.Token), far.GetStream().CopyToAsync(near.GetStream(), _ended.Token));
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // One of the two hung up.
        }
    }

    private async Task<string> ReadHeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one, _ended.Token) > 0)
            head.Append((char)one[0]);
        return head.ToString().Split("\r\n")[0];
    }
}
