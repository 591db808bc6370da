namespace Azsreg.Cloud.Marketplace.Packages;

/// <summary>The pictures of the gallery format, in pixels.</summary>
/// <param name="Name">As in <c>iconUris</c>.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
internal sealed record IconSize(string Name, int Width, int Height)
{
    public static readonly IReadOnlyList<IconSize> All =
        [new("hero", 815, 290), new("large", 115, 115), new("wide", 255, 115), new("medium", 90, 90), new("small", 40, 40)];

    /// <summary>Its file: <c>Large.png</c>.</summary>
    public string FileName => char.ToUpperInvariant(Name[0]) + Name[1..] + ".png";

    /// <summary>An extension has no hero picture (published answers).</summary>
    public static IEnumerable<IconSize> Of(ProductKind kind) => kind == ProductKind.VirtualMachineExtension ? All.Skip(1) : All;
}
