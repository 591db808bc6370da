using System.Buffers.Binary;
using System.Text;

namespace Azsreg.Remoting.Protocol;

/// <summary>One message (MS-PSRP §2.2.1): a header of 40 bytes and CLIXML in UTF-8.</summary>
internal readonly record struct RemotingMessage(
    MessageDestination Destination, MessageType Type, Guid PoolId, Guid PipelineId, ReadOnlyMemory<byte> Body)
{
    public const int HeaderLength = 40;

    public static RemotingMessage Create(MessageDestination destination, MessageType type, Guid pool, Guid pipeline, string clixml)
    {
        if (clixml.Length == 0) return new(destination, type, pool, pipeline, default);
        var body = new byte[3 + Encoding.UTF8.GetByteCount(clixml)];
        // A genuine peer begins each body that is not empty with a byte order mark.
        Encoding.UTF8.Preamble.CopyTo(body);
        Encoding.UTF8.GetBytes(clixml, body.AsSpan(3));
        return new(destination, type, pool, pipeline, body);
    }

    public byte[] ToBytes()
    {
        var bytes = new byte[HeaderLength + Body.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)Destination);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), (uint)Type);
        PoolId.TryWriteBytes(bytes.AsSpan(8));
        PipelineId.TryWriteBytes(bytes.AsSpan(24));
        Body.Span.CopyTo(bytes.AsSpan(HeaderLength));
        return bytes;
    }

    /// <exception cref="RemotingProtocolException">The message is shorter than its header.</exception>
    public static RemotingMessage Parse(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length < HeaderLength) throw new RemotingProtocolException("A message is shorter than its header.");
        var span = bytes.Span;
        return new(
            (MessageDestination)BinaryPrimitives.ReadUInt32LittleEndian(span),
            (MessageType)BinaryPrimitives.ReadUInt32LittleEndian(span[4..]),
            new Guid(span.Slice(8, 16)), new Guid(span.Slice(24, 16)), bytes[HeaderLength..]);
    }
}
