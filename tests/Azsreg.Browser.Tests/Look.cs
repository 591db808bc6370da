namespace Azsreg.Browser.Tests;

/// <summary>How a person looks at the portal.</summary>
/// <param name="Dark">Their system is dark.</param>
/// <param name="Width">The window's width in pixels.</param>
/// <param name="Scripts">Whether scripts run.</param>
internal sealed record Look(bool Dark = false, int Width = 1280, bool Scripts = true)
{
    public static readonly Look Desk = new();
    public static readonly Look Night = new(Dark: true);
    public static readonly Look Phone = new(Width: 375);
    public static readonly Look Plain = new(Scripts: false);
}
