using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;

namespace Azsreg.Remoting.OutOfProcess;

/// <summary>Reads packets line by line from a stream; a line is bounded.</summary>
internal sealed class PacketReader(Stream stream, int maxLine)
{
    /// <summary>All packets until the stream ends.</summary>
    /// <exception cref="RemotingProtocolException">A line is too long or holds something else.</exception>
    public async IAsyncEnumerable<Packet> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true, bufferSize: 16_384));
        try
        {
            while (true)
            {
                var result = await reader.ReadAsync(cancellationToken);
                var buffer = result.Buffer;
                while (buffer.PositionOf((byte)'\n') is { } end)
                {
                    var line = Encoding.UTF8.GetString(buffer.Slice(0, end));
                    buffer = buffer.Slice(buffer.GetPosition(1, end));
                    foreach (var packet in Packet.ParseLine(line)) yield return packet;
                }
                if (buffer.Length > maxLine) throw new RemotingProtocolException($"A line is longer than {maxLine} bytes.");
                reader.AdvanceTo(buffer.Start, buffer.End);
                if (!result.IsCompleted) continue;
                if (!buffer.IsEmpty) throw new RemotingProtocolException("The stream ended within a line.");
                yield break;
            }
        }
        finally
        {
            await reader.CompleteAsync();
        }
    }
}
