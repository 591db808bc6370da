using System.Text;

namespace Azsreg.Protocol;

/// <summary>
/// Text that people carry in files and mails: takes away what those do to it (byte order marks, UTF-16, line wraps,
/// blanks, pasted quotes) and nothing else.
/// </summary>
public static class TransferText
{
    /// <summary>The largest file that is read, in bytes.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>The text of a file's bytes: UTF-8, or UTF-16 where a byte order mark or the zero bytes of ASCII say so.</summary>
    /// <exception cref="TokenFormatException">Too large, or neither encoding.</exception>
    public static string Decode(ReadOnlySpan<byte> bytes, int maxBytes = MaxBytes)
    {
        if (bytes.Length > maxBytes)
            throw new TokenFormatException("token", $"The file is larger than {maxBytes / 1024} KiB.");
        try
        {
            return bytes switch
            {
                [0xEF, 0xBB, 0xBF, .. var rest] => Strict8.GetString(rest),
                [0xFF, 0xFE, .. var rest] => Strict16.GetString(rest),
                [0xFE, 0xFF, .. var rest] => StrictBig16.GetString(rest),
                // Windows PowerShell's '>' writes UTF-16 and some editors drop the mark; then every other byte of an ASCII text is zero.
                _ when MostlyZero(bytes, from: 1) => Strict16.GetString(bytes),
                _ when MostlyZero(bytes, from: 0) => StrictBig16.GetString(bytes),
                _ => Strict8.GetString(bytes),
            };
        }
        catch (ArgumentException fault)
        {
            throw new TokenFormatException("token", "The file is neither UTF-8 nor UTF-16 text.", fault);
        }
    }

    /// <summary>Takes away blanks and line ends anywhere, byte order marks, and the quotes or the here-string around the whole.</summary>
    /// <exception cref="TokenFormatException">Empty, too long, or a placeholder that was left in.</exception>
    public static string Clean(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxBytes)
            throw new TokenFormatException("token", $"The text is longer than {MaxBytes / 1024} KiB.");
        var clean = Unwrap(string.Concat(text.Where(c => !Blanks.Contains(c))));
        if (clean.Length == 0)
            throw new TokenFormatException("token", "There is nothing in it.");
        return Placeholder(text) is { } placeholder
            ? throw new TokenFormatException("token", $"It is still the placeholder {placeholder}.")
            : clean;
    }

    /// <summary>
    /// The placeholder a text still is, at most 60 characters of it, or null: <c>&lt;Your Registration Token&gt;</c>, <c>*Name of the
    /// registration resource*</c>, <c>YOUR-NUMBER</c>, or the variable of a script that was pasted in its value's place.
    /// </summary>
    public static string? Placeholder(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var inner = Unwrap(text.Trim([.. Blanks])).Trim([.. Blanks]);
        var isOne = inner.Length > 1
            && ((inner[0] == '<' && inner[^1] == '>')
                || (inner[0] == '*' && inner[^1] == '*')
                || inner[0] == '$'
                // No token begins so: the base64 of a JSON object begins with "ey", "ew" or "IA".
                || inner.StartsWith("your", StringComparison.OrdinalIgnoreCase));
        return isOne ? inner[..Math.Min(inner.Length, 60)].ReplaceLineEndings(" ") : null;
    }

    private static bool MostlyZero(ReadOnlySpan<byte> bytes, int from)
    {
        var (zeros, pairs) = (0, Math.Min(bytes.Length, 1024) / 2);
        for (var i = 0; i < pairs; i++)
            zeros += bytes[(2 * i) + from] == 0 ? 1 : 0;
        return zeros * 2 > pairs;
    }

    /// <summary>Quotes may stand within the quotes of a here-string, so they come off in layers, from outside.</summary>
    private static string Unwrap(string text)
    {
        foreach (var (open, close) in Wrappers)
        {
            if (text.Length >= open.Length + close.Length && text.StartsWith(open, StringComparison.Ordinal) && text.EndsWith(close, StringComparison.Ordinal))
                text = text[open.Length..^close.Length];
        }

        return text;
    }

    // The last three are what mail programs and editors put in: a no-break space, a zero-width space, a mark within the text.
    private static readonly string Blanks = " \t\r\n\u00A0\u200B\uFEFF";

    private static readonly (string Open, string Close)[] Wrappers =
        [("@\"", "\"@"), ("@'", "'@"), ("\"", "\""), ("'", "'"), ("\u201C", "\u201D"), ("\u2018", "\u2019")];

    private static readonly UTF8Encoding Strict8 = new(false, throwOnInvalidBytes: true);
    private static readonly UnicodeEncoding Strict16 = new(false, false, throwOnInvalidBytes: true);
    private static readonly UnicodeEncoding StrictBig16 = new(true, false, throwOnInvalidBytes: true);
}
