using System.Buffers.Binary;

namespace Azsreg.Remoting.Protocol;

/// <summary>Cuts messages into fragments (MS-PSRP §2.2.4). Object ids run over the whole session, so there is one writer a session.</summary>
internal sealed class FragmentWriter(int maxFragment = FragmentWriter.DefaultMaxFragment)
{
    public const int HeaderLength = 21;

    /// <summary>What a genuine peer uses, header included.</summary>
    public const int DefaultMaxFragment = 32_768;

    private readonly int maxBlob = maxFragment - HeaderLength;
    private long lastObjectId;

    /// <summary>The fragments of one message, each at most the size given to the constructor.</summary>
    public IReadOnlyList<byte[]> Write(in RemotingMessage message)
    {
        var objectId = (ulong)Interlocked.Increment(ref lastObjectId);
        var bytes = message.ToBytes();
        var fragments = new List<byte[]>(1 + (bytes.Length / maxBlob));
        var offset = 0;
        do
        {
            var length = Math.Min(maxBlob, bytes.Length - offset);
            var fragment = new byte[HeaderLength + length];
            BinaryPrimitives.WriteUInt64BigEndian(fragment, objectId);
            BinaryPrimitives.WriteUInt64BigEndian(fragment.AsSpan(8), (ulong)fragments.Count);
            fragment[16] = (byte)((offset == 0 ? 1 : 0) | (offset + length == bytes.Length ? 2 : 0));
            BinaryPrimitives.WriteUInt32BigEndian(fragment.AsSpan(17), (uint)length);
            bytes.AsSpan(offset, length).CopyTo(fragment.AsSpan(HeaderLength));
            fragments.Add(fragment);
            offset += length;
        }
        while (offset < bytes.Length);
        return fragments;
    }
}
