namespace Azsreg.Hosting;

/// <summary>Patterns for <c>like … escape '!'</c> of what a person typed.</summary>
public static class LikePattern
{
    /// <summary>Matches what contains a text, whose own wildcards stand for themselves.</summary>
    public static string Containing(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return $"%{text.Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal)}%";
    }
}
