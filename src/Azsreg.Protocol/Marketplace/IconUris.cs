namespace Azsreg.Protocol;

/// <summary>Pictures of a product: hero 815x290, large 115x115, wide 255x115, medium 90x90, small 40x40 pixels.</summary>
/// <param name="Large">115x115.</param>
/// <param name="Wide">255x115.</param>
/// <param name="Medium">90x90.</param>
/// <param name="Small">40x40.</param>
/// <param name="Hero">815x290.</param>
public sealed record IconUris(string? Large = null, string? Wide = null, string? Medium = null, string? Small = null, string? Hero = null);
