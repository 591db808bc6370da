namespace Azsreg.Cli.Rendering;

/// <summary>A text with a meaning.</summary>
internal readonly record struct Cell(string Text, Meaning Meaning = Meaning.None)
{
    public static Cell Good(string text) => new(text, Meaning.Good);

    public static Cell Wait(string text) => new(text, Meaning.Wait);

    public static Cell Bad(string text) => new(text, Meaning.Bad);

    public static Cell Dim(string text) => new(text, Meaning.Dim);

    public static implicit operator Cell(string? text) => new(text ?? "");
}
