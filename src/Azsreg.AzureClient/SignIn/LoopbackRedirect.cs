using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Azsreg.AzureClient.SignIn;

/// <summary>Catches the browser's way back on a free port of the loopback address.</summary>
internal sealed class LoopbackRedirect : IDisposable
{
    private const int LongestRequest = 16 * 1024;
    private static readonly TimeSpan ReadPatience = TimeSpan.FromSeconds(5);
    private readonly TcpListener _listener;
    private readonly TimeProvider _clock;

    private LoopbackRedirect(TcpListener listener, TimeProvider clock)
    {
        _listener = listener;
        _clock = clock;
        RedirectUri = new Uri($"http://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}/");
    }

    /// <summary>The address the browser is sent back to: the name, since public clients are registered with <c>http://localhost</c>, any port.</summary>
    public Uri RedirectUri { get; }

    public static LoopbackRedirect Listen(TimeProvider clock)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start(backlog: 8);
        return new(listener, clock);
    }

    public void Dispose() => _listener.Dispose();

    /// <summary>Waits for the request that carries our state. Others (an icon, a stranger who guesses the port) are turned away and end nothing.</summary>
    public async Task<IReadOnlyDictionary<string, string>> WaitAsync(string state, CancellationToken cancellationToken)
    {
        while (true)
        {
            using var browser = await _listener.AcceptTcpClientAsync(cancellationToken);
            using var impatience = new CancellationTokenSource(ReadPatience, _clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(impatience.Token, cancellationToken);
            try
            {
                await using var stream = browser.GetStream();
                var answer = ParseRequest(await ReadHeadAsync(stream, either.Token));
                var ours = answer.TryGetValue("state", out var told)
                    && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(told), Encoding.UTF8.GetBytes(state));
                await stream.WriteAsync(ours ? Page(answer.ContainsKey("code")) : "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), either.Token);
                if (ours)
                    return answer;
            }
            catch (Exception e) when ((e is IOException or OperationCanceledException) && !cancellationToken.IsCancellationRequested)
            {
                // A browser opens connections ahead of need and drops them; the one that matters is still to come.
                continue;
            }
        }
    }

    /// <summary>The query of <c>GET /?… HTTP/1.1</c>; empty where the request is anything else.</summary>
    internal static IReadOnlyDictionary<string, string> ParseRequest(string head)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        var line = head.AsSpan();
        line = line.IndexOfAny('\r', '\n') is var end and >= 0 ? line[..end] : line;
        if (!line.StartsWith("GET /?"))
            return found;

        line = line[6..];
        line = line.IndexOf(' ') is var blank and >= 0 ? line[..blank] : line;
        foreach (var range in line.Split('&'))
        {
            var pair = line[range];
            var equals = pair.IndexOf('=');
            if (equals > 0)
                found.TryAdd(Uri.UnescapeDataString(pair[..equals]), WebUtility.UrlDecode(pair[(equals + 1)..].ToString()));
        }

        return found;
    }

    private static async Task<string> ReadHeadAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[LongestRequest];
        var filled = 0;
        while (filled < buffer.Length)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(filled), cancellationToken);
            if (read == 0)
                break;
            filled += read;
            if (buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8) >= 0)
                break;
        }

        return Encoding.ASCII.GetString(buffer, 0, filled);
    }

    private static byte[] Page(bool signedIn)
    {
        var (title, text) = signedIn
            ? ("You are signed in", "Close this window and go back to the terminal.")
            : ("The sign-in was not completed", "The terminal says why. You can close this window.");
        var html = Encoding.UTF8.GetBytes(
            $"<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>{title}</title><body style=\"font:16px system-ui;margin:4rem\"><h1>{title}</h1><p>{text}</p>");
        var head = Encoding.ASCII.GetBytes(
            $"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {html.Length}\r\nCache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nConnection: close\r\n\r\n");
        return [.. head, .. html];
    }
}
