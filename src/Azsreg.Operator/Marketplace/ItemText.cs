using System.Net;
using System.Text.RegularExpressions;

namespace Azsreg.Operator.Marketplace;

/// <summary>Texts of publishers. They are HTML from elsewhere, so only their words are shown.</summary>
public static partial class ItemText
{
    private const int LongestText = 20_000;

    /// <summary>The words of a text, a paragraph a line, without markup and control characters; null where there is no text.</summary>
    /// <param name="html">The text; what is longer than 20,000 characters is cut off.</param>
    public static string? Plain(string? html)
    {
        if (html is null)
            return null;
        var text = Unseen().Replace(html.Length > LongestText ? html[..LongestText] : html, " ");
        text = WebUtility.HtmlDecode(Tags().Replace(Breaks().Replace(text, "\n"), " "));
        var lines = text.Split('\n').Select(line => string.Concat(
            string.Join(' ', line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Where(letter => !char.IsControl(letter)))).Where(line => line.Length > 0);
        return string.Join('\n', lines);
    }

    /// <summary>True where a text is no text but the web address of one.</summary>
    public static bool IsAddress(string? text) => Uri.TryCreate(text?.Trim(), UriKind.Absolute, out var address) && address.Scheme is "https" or "http";

    // What a browser does not show of them is no text either.
    [GeneratedRegex(@"<script\b[^>]*>.*?</script\s*>|<style\b[^>]*>.*?</style\s*>|<!--.*?-->", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex Unseen();

    [GeneratedRegex(@"</?(p|br|div|li|ul|ol|h[1-6]|tr)\b[^>]*>", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Breaks();

    [GeneratedRegex("<[^>]*>", RegexOptions.NonBacktracking)]
    private static partial Regex Tags();
}
