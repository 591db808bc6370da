using System.Buffers.Binary;

namespace Azsreg.Stamp.Usage.Workloads;

/// <summary>Chance without memory: the same seed and place give the same throw, in whatever order places are asked for.</summary>
internal readonly record struct SampleDice(ulong State)
{
    public static SampleDice Of(int seed) => new SampleDice(0x9E3779B97F4A7C15).At(seed);

    /// <summary>The dice of a place below this one.</summary>
    public SampleDice At(long place) => new(Mix(State ^ Mix((ulong)place + 0x9E3779B97F4A7C15)));

    /// <summary>0 to <paramref name="count"/> - 1.</summary>
    public int Below(int count) => (int)(Mix(State + 1) % (ulong)count);

    /// <summary>An id in the shape of a random UUID.</summary>
    public Guid Id()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, Mix(State + 2));
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Mix(State + 3));
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    // The finalizer of SplitMix64 (Steele, Lea, Flood 2014): every bit of the input moves half of the output's.
    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
