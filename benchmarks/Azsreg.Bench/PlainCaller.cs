using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Azsreg.Bench;

/// <summary>One HTTP/1.1 connection over TLS that sends prepared bytes and reads answers whole, and does nothing else.</summary>
internal sealed class PlainCaller : IAsyncDisposable
{
    private readonly SslStream _stream;
    private readonly byte[] _buffer = new byte[64 * 1024];

    private PlainCaller(SslStream stream) => _stream = stream;

    public static async Task<PlainCaller> ConnectAsync(Uri url, X509Certificate2 root, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync("127.0.0.1", url.Port, cancellationToken);
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.Add(root);
        await stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = url.Host, CertificateChainPolicy = trust }, cancellationToken);
        return new PlainCaller(stream);
    }

    /// <summary>Sends a request and reads its answer, which must be 200.</summary>
    public async Task CallAsync(byte[] request, CancellationToken cancellationToken)
    {
        await _stream.WriteAsync(request, cancellationToken);
        var length = 0;
        while (true)
        {
            var read = await _stream.ReadAsync(_buffer.AsMemory(length), cancellationToken);
            if (read == 0)
            {
                throw new IOException("The server closed the connection.");
            }

            length += read;
            if (IsWhole(_buffer.AsSpan(0, length)))
            {
                break;
            }
        }

        if (!_buffer.AsSpan().StartsWith("HTTP/1.1 200"u8))
        {
            throw new IOException(System.Text.Encoding.UTF8.GetString(_buffer, 0, Math.Min(length, 800)));
        }
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0)
        {
            return false;
        }

        var name = answer[..head].IndexOf("Content-Length: "u8);
        if (name < 0)
        {
            return answer.EndsWith("\r\n0\r\n\r\n"u8); // Chunked, ended by an empty chunk.
        }

        var digits = answer[(name + "Content-Length: ".Length)..];
        return System.Buffers.Text.Utf8Parser.TryParse(digits, out int body, out _) && answer.Length >= head + 4 + body;
    }
}
