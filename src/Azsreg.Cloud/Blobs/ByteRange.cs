namespace Azsreg.Cloud.Blobs;

/// <summary>Bytes of a blob, both ends included.</summary>
internal readonly record struct ByteRange(long First, long Last)
{
    private const int LongestHeader = 256;

    public long Length => Last - First + 1;

    /// <summary>Reads a <c>Range</c> header (RFC 9110 §14.1, §14.2).</summary>
    /// <param name="header">Its value; null where there is none.</param>
    /// <param name="length">The blob's length.</param>
    /// <param name="range">The bytes asked for.</param>
    /// <returns>
    /// What to do. Several ranges, another unit and what cannot be read are <see cref="RangeReading.Whole"/>: the RFC leaves it to the server
    /// to answer all of it, and Azure's Get Blob answers no multipart either.
    /// </returns>
    public static RangeReading Read(string? header, long length, out ByteRange range)
    {
        range = default;
        if (header is null || header.Length > LongestHeader || !TryReadOne(header, out var first, out var last))
            return RangeReading.Whole;
        if (first is null)
        {
            // The last so many bytes.
            range = new ByteRange(Math.Max(0, length - last!.Value), length - 1);
            return last > 0 && length > 0 ? RangeReading.Part : RangeReading.NotSatisfiable;
        }

        range = new ByteRange(first.Value, Math.Min(last ?? long.MaxValue, length - 1));
        return first < length ? RangeReading.Part : RangeReading.NotSatisfiable;
    }

    private static bool TryReadOne(ReadOnlySpan<char> header, out long? first, out long? last)
    {
        first = last = null;
        var equals = header.IndexOf('=');
        if (equals < 0 || !header[..equals].Trim(' ').Equals("bytes", StringComparison.OrdinalIgnoreCase))
            return false;
        // Empty elements of a list count for nothing (RFC 9110 §5.6.1).
        var found = ReadOnlySpan<char>.Empty;
        var set = header[(equals + 1)..];
        foreach (var part in set.Split(','))
        {
            var one = set[part].Trim(" \t");
            if (one.IsEmpty)
                continue;
            if (!found.IsEmpty)
                return false;
            found = one;
        }

        var hyphen = found.IndexOf('-');
        return hyphen >= 0
            && TryPosition(found[..hyphen], out first)
            && TryPosition(found[(hyphen + 1)..], out last)
            && (first is not null || last is not null)
            && !(first > last);
    }

    private static bool TryPosition(ReadOnlySpan<char> digits, out long? position)
    {
        position = null;
        if (digits.IsEmpty)
            return true;
        if (digits.ContainsAnyExceptInRange('0', '9'))
            return false;
        // Any number of digits is a number; no blob is that long.
        position = long.TryParse(digits, out var value) ? value : long.MaxValue;
        return true;
    }
}
