namespace Azsreg.Cli.Rendering;

/// <summary>A table's column.</summary>
/// <param name="Heading">Its heading.</param>
/// <param name="IsRight">True for numbers.</param>
internal readonly record struct Column(string Heading, bool IsRight = false)
{
    public static Column Right(string heading) => new(heading, IsRight: true);

    public static implicit operator Column(string heading) => new(heading);
}
