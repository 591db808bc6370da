namespace Azsreg.Portal.Registration;

/// <summary>Commands as they are typed in a shell.</summary>
internal static class CommandText
{
    /// <summary>A line; words that a shell would read otherwise are quoted.</summary>
    public static string Azsreg(params IEnumerable<string?> words) => "azsreg " + string.Join(' ', words.OfType<string>().Select(Quoted));

    private static string Quoted(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or ':' or '@' or '=' or ',' or '+')
            ? word
            : $"\"{word}\"";
}
