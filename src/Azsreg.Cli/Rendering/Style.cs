namespace Azsreg.Cli.Rendering;

/// <summary>Paints text for a terminal, or leaves it as it is.</summary>
internal sealed class Style(bool colour)
{
    public bool HasColour => colour;

    public string Good(string text) => Paint(text, Meaning.Good);

    public string Wait(string text) => Paint(text, Meaning.Wait);

    public string Bad(string text) => Paint(text, Meaning.Bad);

    public string Dim(string text) => Paint(text, Meaning.Dim);

    public string Paint(string text, Meaning meaning)
    {
        text = Printable(text);
        var code = meaning switch
        {
            Meaning.Good => "32",
            Meaning.Wait => "33",
            Meaning.Bad => "31",
            Meaning.Dim => "2",
            _ => null,
        };
        return colour && code is not null && text.Length > 0 ? $"\e[{code}m{text}\e[0m" : text;
    }

    /// <summary>What came from a peer must not move the cursor or paint: control characters but the line's end are shown as a mark.</summary>
    public static string Printable(string text) =>
        text.Any(IsHarmful) ? string.Concat(text.Select(character => IsHarmful(character) ? '\uFFFD' : character)) : text;

    private static bool IsHarmful(char character) => char.IsControl(character) && character != '\n';
}
