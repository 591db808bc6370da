using System.Security.Cryptography;

namespace Azsreg.Protocol;

/// <summary>Lines of a stream, each and all together bounded, so that neither a line without an end nor a bomb of zeros fills the memory.</summary>
/// <param name="stream">Decompressed bytes.</param>
/// <param name="maxBytes">The most bytes of all lines; <see cref="Reset"/> starts counting anew.</param>
/// <param name="seal">Takes every line that is read, with its line feed.</param>
internal sealed class BoundedLines(Stream stream, long maxBytes, IncrementalHash? seal = null)
{
    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private int _searched;
    private bool _ended;
    private long _read;

    /// <summary>Counts the bytes from here on.</summary>
    public void Reset() => _read = 0;

    /// <summary>The next whole line that is in memory already, without its line feed, and with it. Both are good until the next call.</summary>
    public bool TryNext(out ReadOnlySpan<byte> line, out ReadOnlySpan<byte> whole)
    {
        line = whole = default;
        var at = _buffer.AsSpan(_searched, _end - _searched).IndexOf((byte)'\n');
        if (at < 0)
        {
            _searched = _end;
            return false;
        }

        whole = _buffer.AsSpan(_start, _searched + at + 1 - _start);
        line = whole[..^1];
        Count(whole.Length);
        seal?.AppendData(whole);
        if (line.Length > UsageBatchLimits.MaxLineBytes)
            throw TooLong();
        _start += whole.Length;
        _searched = _start;
        return true;
    }

    /// <summary>Reads on; false at the end of the stream.</summary>
    /// <exception cref="UsageFormatException">A bound is passed, the last line has no end, or the stream is no gzip.</exception>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        if (_ended)
            return false;
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_end, _searched, _start) = (_end - _start, _searched - _start, 0);
        }

        if (_end == _buffer.Length)
        {
            if (_end > UsageBatchLimits.MaxLineBytes)
                throw TooLong();
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        int count;
        try
        {
            count = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException fault)
        {
            throw new UsageFormatException(UsageBatchFault.Malformed, "It is no gzip, or a part of it is missing.", fault);
        }

        _end += count;
        _ended = count == 0;
        if (_ended && _end > 0)
            throw new UsageFormatException(UsageBatchFault.Malformed, "The last line has no line feed: a part may be missing.");
        return !_ended;
    }

    private void Count(int bytes)
    {
        _read += bytes;
        if (_read > maxBytes)
            throw new UsageFormatException(UsageBatchFault.TooLarge, $"It is larger than {maxBytes} bytes before compression.");
    }

    private static UsageFormatException TooLong() => new(UsageBatchFault.TooLarge, $"A line is longer than {UsageBatchLimits.MaxLineBytes} bytes.");
}
