using System.Globalization;

namespace Azsreg.Operator.Usage;

/// <summary>Writes comma-separated values (RFC 4180) that a spreadsheet opens as data: a text that would be taken for a formula gets an apostrophe in front.</summary>
public static class CsvWriter
{
    /// <summary>A row as a line.</summary>
    /// <param name="values">Numbers, times and texts; null is an empty field.</param>
    public static string Line(IEnumerable<object?> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return string.Join(',', values.Select(Field)) + "\r\n";
    }

    /// <summary>An amount with all its digits and no more.</summary>
    public static string Number(decimal amount) => amount.ToString("0.#########", CultureInfo.InvariantCulture);

    private static string Field(object? value)
    {
        var text = value switch
        {
            null => "",
            decimal amount => Number(amount),
            DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
            _ => Harmless(value.ToString() ?? ""),
        };
        return text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }

    private static string Harmless(string text) => text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" + text : text;
}
