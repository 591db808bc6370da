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
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxBytes)
            throw new TokenFormatException("token", $"The file is larger than {MaxBytes / 1024} KiB.");
        try
        {
            return bytes switch
            {
                [0xEF, 0xBB, 0xBF, .. var rest] => Strict8.GetString(rest),
                [0xFF, 0xFE, .. var rest] => Strict16.GetString(rest),
                [0xFE, 0xFF, .. var rest] => StrictBig16.GetString(rest),
                // Windows PowerShell's '>' writes UTF-16 and some editors drop the mark.
                [not 0, 0, ..] => Strict16.GetString(bytes),
                [0, not 0, ..] => StrictBig16.GetString(bytes),
                _ => Strict8.GetString(bytes),
            };
        }
        catch (ArgumentException fault)
        {
            throw new TokenFormatException("token", "The file is neither UTF-8 nor UTF-16 text.", fault);
        }
    }

    /// <summary>Takes away white space anywhere, byte order marks and a pair of quotes around the whole.</summary>
    /// <exception cref="TokenFormatException">Empty, too long, or a placeholder that was left in.</exception>
    public static string Clean(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxBytes)
            throw new TokenFormatException("token", $"The text is longer than {MaxBytes / 1024} KiB.");
        var kept = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (!char.IsWhiteSpace(c) && c is not ('\uFEFF' or '\u200B' or '\0'))
                kept.Append(c);
        }

        var clean = kept.ToString();
        foreach (var (open, close) in Quotes)
        {
            if (clean.Length >= 2 && clean[0] == open && clean[^1] == close)
                clean = clean[1..^1];
        }

        if (clean.Length == 0)
            throw new TokenFormatException("token", "There is nothing in it.");
        if ((clean[0] == '<' && clean[^1] == '>') || (clean[0] == '*' && clean[^1] == '*'))
            throw new TokenFormatException("token", $"It is still the placeholder {text.Trim()[..Math.Min(text.Trim().Length, 60)]}.");
        return clean;
    }

    private static readonly (char Open, char Close)[] Quotes = [('"', '"'), ('\'', '\''), ('\u201C', '\u201D'), ('\u2018', '\u2019')];
    private static readonly UTF8Encoding Strict8 = new(false, throwOnInvalidBytes: true);
    private static readonly UnicodeEncoding Strict16 = new(false, false, throwOnInvalidBytes: true);
    private static readonly UnicodeEncoding StrictBig16 = new(true, false, throwOnInvalidBytes: true);
}
