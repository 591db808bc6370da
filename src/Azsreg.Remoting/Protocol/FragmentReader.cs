using System.Buffers.Binary;

namespace Azsreg.Remoting.Protocol;

/// <summary>
/// Puts messages together from fragments (MS-PSRP §2.2.4). Messages may interleave (each stream of a session has its own order),
/// but only a few at a time and only so many bytes.
/// </summary>
internal sealed class FragmentReader(int maxMessage, int maxOpen = 16)
{
    private readonly Dictionary<ulong, Partial> open = [];
    private int buffered;

    /// <summary>Takes whole fragments, one after the other, and returns the messages they complete.</summary>
    /// <exception cref="RemotingProtocolException">A fragment is cut off, out of order, or the message gets too large.</exception>
    public IReadOnlyList<RemotingMessage> Read(ReadOnlyMemory<byte> fragments)
    {
        List<RemotingMessage>? messages = null;
        while (!fragments.IsEmpty)
        {
            var span = fragments.Span;
            if (span.Length < FragmentWriter.HeaderLength) throw new RemotingProtocolException("A fragment is shorter than its header.");
            var objectId = BinaryPrimitives.ReadUInt64BigEndian(span);
            var fragmentId = BinaryPrimitives.ReadUInt64BigEndian(span[8..]);
            var flags = span[16];
            var length = BinaryPrimitives.ReadUInt32BigEndian(span[17..]);
            if (length > span.Length - FragmentWriter.HeaderLength) throw new RemotingProtocolException("A fragment is cut off.");
            var blob = fragments.Slice(FragmentWriter.HeaderLength, (int)length);
            fragments = fragments[(FragmentWriter.HeaderLength + (int)length)..];
            if (Accept(objectId, fragmentId, (flags & 1) != 0, (flags & 2) != 0, blob) is { } message)
                (messages ??= []).Add(message);
        }
        return messages ?? (IReadOnlyList<RemotingMessage>)[];
    }

    private RemotingMessage? Accept(ulong objectId, ulong fragmentId, bool start, bool end, ReadOnlyMemory<byte> blob)
    {
        if (start != (fragmentId == 0)) throw new RemotingProtocolException("The first fragment of a message is not marked as such.");
        if (buffered + blob.Length > maxMessage) throw new RemotingProtocolException($"A message is larger than {maxMessage} bytes.");
        if (start && end && !open.ContainsKey(objectId)) return RemotingMessage.Parse(blob);
        if (start)
        {
            if (open.Count == maxOpen) throw new RemotingProtocolException("Too many messages are incomplete.");
            if (!open.TryAdd(objectId, new Partial())) throw new RemotingProtocolException("A message begins twice.");
        }
        if (!open.TryGetValue(objectId, out var partial) || partial.Next != fragmentId)
            throw new RemotingProtocolException("A fragment is out of order.");
        partial.Next++;
        partial.Bytes.Write(blob.Span);
        buffered += blob.Length;
        if (!end) return null;
        open.Remove(objectId);
        buffered -= (int)partial.Bytes.Length;
        return RemotingMessage.Parse(partial.Bytes.GetBuffer().AsMemory(0, (int)partial.Bytes.Length));
    }

    private sealed class Partial
    {
        public MemoryStream Bytes { get; } = new();

        public ulong Next { get; set; }
    }
}
