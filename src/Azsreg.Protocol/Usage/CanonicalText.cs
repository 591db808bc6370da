using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Azsreg.Protocol;

/// <summary>A text to be hashed: its name and its parts, a line feed between two; no part holds one.</summary>
internal sealed class CanonicalText : IDisposable
{
    private byte[]? _bytes;
    private int _length;

    public CanonicalText(string name, int capacity)
    {
        _bytes = ArrayPool<byte>.Shared.Rent(capacity + name.Length + 64);
        _length = Encoding.UTF8.GetBytes(name, _bytes);
    }

    public void Add(string? text)
    {
        Next((text?.Length ?? 0) * 3);
        _length += Encoding.UTF8.GetBytes(text ?? "", _bytes.AsSpan(_length));
    }

    public void AddLower(string text)
    {
        Next(text.Length * 3);
        if (Ascii.ToLower(text, _bytes.AsSpan(_length), out var written) == OperationStatus.Done)
            _length += written;
        else
            _length += Encoding.UTF8.GetBytes(text.ToLowerInvariant(), _bytes.AsSpan(_length));
    }

    /// <summary>A meter as <see cref="UsageMeters.KeyOf"/> gives it.</summary>
    public void AddMeter(string meterId)
    {
        if (!Ascii.IsValid(meterId))
        {
            AddLower(UsageMeters.KeyOf(meterId));
            return;
        }

        Next(meterId.Length);
        foreach (var c in meterId)
        {
            if (c != '-')
                _bytes![_length++] = (byte)(char.IsAsciiLetterUpper(c) ? c | 0x20 : c);
        }
    }

    public void Add(long number)
    {
        Next(20);
        number.TryFormat(_bytes.AsSpan(_length), out var written, default, CultureInfo.InvariantCulture);
        _length += written;
    }

    public void Add(UInt128 hash)
    {
        Next(32);
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, hash);
        Convert.TryToHexStringLower(bytes, _bytes.AsSpan(_length), out var written);
        _length += written;
    }

    public void AddHour(int hour)
    {
        Next(10);
        _length += UsageRecordId.WriteHour(hour, _bytes.AsSpan(_length));
    }

    /// <summary>The first 128 bits of the SHA-256.</summary>
    public UInt128 Hash()
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(_bytes.AsSpan(0, _length), hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    public void Dispose()
    {
        if (_bytes is { } bytes)
            ArrayPool<byte>.Shared.Return(bytes);
        _bytes = null;
    }

    private void Next(int room)
    {
        // Lower case can be longer than the text in rare scripts, and callers only estimate.
        if (_bytes!.Length < _length + room + 1)
        {
            var larger = ArrayPool<byte>.Shared.Rent((2 * _bytes.Length) + room);
            _bytes.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }

        _bytes[_length++] = (byte)'\n';
    }
}
