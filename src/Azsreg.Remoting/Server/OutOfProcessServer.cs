using System.Threading.Channels;
using Azsreg.Remoting.OutOfProcess;
using Azsreg.Remoting.Protocol;
using Microsoft.Extensions.Logging;

namespace Azsreg.Remoting.Server;

/// <summary>
/// Serves one session of a constrained endpoint over two streams, in the framing of PowerShell's <c>-s</c> mode: behind an OpenSSH
/// <c>Subsystem</c> line, standard input and output are the session.
/// </summary>
public static class OutOfProcessServer
{
    /// <summary>
    /// Serves until the client closes the session or the input ends. The streams stay the caller's: behind SSH they are kept until the client
    /// ends its side, since a genuine client takes an end right behind the last packet for an abrupt one.
    /// </summary>
    /// <returns>True if the client closed the session properly; false if the input just ended.</returns>
    /// <exception cref="RemotingProtocolException">
    /// The client broke the protocol; a process ends with exit code 160 and this message on its error stream, as a genuine server does.
    /// </exception>
    public static async Task<bool> RunAsync(
        Stream input, Stream output, ConstrainedEndpoint endpoint, RemoteIdentity identity, OutOfProcessServerOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        options ??= new OutOfProcessServerOptions();
        using var writer = new PacketWriter(output);
        var sink = new ChannelSink();
        var session = new ServerSessionInfo(Guid.CreateVersion7(options.Clock.GetUtcNow()), identity, new CommandTable(endpoint), options.Clock);
        var pool = new ServerPool(
            session, sink, FragmentWriter.DefaultMaxFragment, options.MaxMessageSize, options.Transcript,
            options.Loggers.CreateLogger("Azsreg.Remoting.Server"));
        using var givingUp = new CancellationTokenSource(Timeout.InfiniteTimeSpan, options.Clock);
        var sending = sink.PumpAsync(writer, givingUp.Token);
        try
        {
            await foreach (var packet in new PacketReader(input, options.MaxLineLength).ReadAllAsync(cancellationToken))
            {
                if (sink.IsFlooded) throw new RemotingProtocolException("The client sends without reading what it is answered.");
                if (await HandleAsync(packet, pool, sink)) return true;
            }
            return false;
        }
        catch (RemotingProtocolException e) when (options.ReportsErrorsOnOutput)
        {
            sink.SendError(e.Message);
            throw;
        }
        finally
        {
            // A client that is told why, or that the pool is closed, does not take the end for a broken connection.
            await pool.DisposeAsync();
            sink.Complete();
            givingUp.CancelAfter(options.FlushTimeout);
            await sending;
        }
    }

    /// <summary>
    /// The line that tells a client on the other side of SSH why there is no session, where there is no server to say it: bytes for the output
    /// stream, line feed included.
    /// </summary>
    public static byte[] ErrorLine(string message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Packet.ErrorLine(message);
    }

    /// <summary>True when the session is closed.</summary>
    private static async ValueTask<bool> HandleAsync(Packet packet, ServerPool pool, ChannelSink sink)
    {
        switch (packet.Kind)
        {
            case PacketKind.Data:
                pool.Accept(packet.Data);
                // Last, behind whatever the data called for: a genuine client counts on the order.
                sink.Send(new Packet(PacketKind.DataAck, packet.Pipeline));
                return false;
            case PacketKind.Command:
                sink.Send(new Packet(PacketKind.CommandAck, packet.Pipeline));
                return false;
            case PacketKind.Signal:
                pool.Stop(packet.Pipeline);
                sink.Send(new Packet(PacketKind.SignalAck, packet.Pipeline));
                return false;
            case PacketKind.Close when packet.Pipeline != Guid.Empty:
                pool.Stop(packet.Pipeline);
                sink.Send(new Packet(PacketKind.CloseAck, packet.Pipeline));
                return false;
            case PacketKind.Close:
                await pool.CloseAsync();
                sink.Send(new Packet(PacketKind.CloseAck, Guid.Empty));
                return true;
            default:
                // Acks of the client: nothing here waits for one.
                return false;
        }
    }

    /// <summary>Hands packets in order to one writer, so that no command waits for the pipe.</summary>
    private sealed class ChannelSink : IServerSink
    {
        private readonly Channel<Packet> packets = Channel.CreateUnbounded<Packet>(new UnboundedChannelOptions { SingleReader = true });
        private string? error;
        private long waiting;
        private long answers;

        /// <summary>Bytes that may wait for a client who does not read.</summary>
        private const long MaxWaiting = 64 * 1024 * 1024;

        /// <summary>Bytes of acks and answers that may wait; a client that waits for them, as each does, never gets there.</summary>
        private const long MaxAnswers = 4 * 1024 * 1024;

        public bool IsFlooded => Interlocked.Read(ref answers) > MaxAnswers;

        public void Send(Packet packet)
        {
            Interlocked.Add(ref answers, WeightAsAnswer(packet));
            packets.Writer.TryWrite(packet);
        }

        /// <summary>Goes out last, when all else is sent.</summary>
        public void SendError(string message) => error = message;

        public void Complete() => packets.Writer.TryComplete();

        public void SendToPool(byte[] fragment) => Send(new Packet(PacketKind.Data, Guid.Empty, fragment));

        public bool TrySendToPipeline(Guid pipeline, byte[] fragment, bool isFinal)
        {
            if (!isFinal && Interlocked.Read(ref waiting) > MaxWaiting) return false;
            Interlocked.Add(ref waiting, fragment.Length);
            Send(new Packet(PacketKind.Data, pipeline, fragment));
            return true;
        }

        private static int WeightAsAnswer(Packet packet) => packet.Kind == PacketKind.Data && packet.Pipeline != Guid.Empty ? 0 : 128 + packet.Data.Length;

        public async Task PumpAsync(PacketWriter writer, CancellationToken cancellationToken)
        {
            try
            {
                await foreach (var packet in packets.Reader.ReadAllAsync(CancellationToken.None))
                {
                    await writer.WriteAsync(packet, cancellationToken);
                    if (packet.Pipeline != Guid.Empty) Interlocked.Add(ref waiting, -packet.Data.Length);
                    Interlocked.Add(ref answers, -WeightAsAnswer(packet));
                }
                if (error is not null) await writer.WriteLineAsync(Packet.ErrorLine(error), cancellationToken);
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
            {
                // The client is gone; what is left has nobody to go to, and the reader ends by itself.
                packets.Writer.TryComplete();
            }
        }
    }
}
