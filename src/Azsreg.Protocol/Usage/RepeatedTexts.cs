using System.Text;

namespace Azsreg.Protocol;

/// <summary>
/// The texts of a batch's lines: few resources, tenants and tags come again and again, and making a string of each anew was a third of the time
/// of reading a batch. Slots are overwritten by whoever needs them, so the memory is bounded.
/// </summary>
internal sealed class RepeatedTexts
{
    private const int Slots = 1024;
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private readonly (byte[] Bytes, string Text)[] _slots = new (byte[], string)[Slots];

    /// <summary>The text of UTF-8 bytes.</summary>
    /// <exception cref="DecoderFallbackException">They are no UTF-8.</exception>
    public string Get(ReadOnlySpan<byte> utf8)
    {
        var hash = default(HashCode);
        hash.AddBytes(utf8);
        ref var slot = ref _slots[hash.ToHashCode() & (Slots - 1)];
        if (slot.Bytes is { } known && utf8.SequenceEqual(known))
            return slot.Text;
        var text = Strict.GetString(utf8);
        slot = (utf8.ToArray(), text);
        return text;
    }
}
