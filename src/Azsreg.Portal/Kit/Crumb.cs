namespace Azsreg.Portal.Kit;

/// <summary>A page above the one shown.</summary>
/// <param name="Text">Its title.</param>
/// <param name="Href">Its address; null for the page itself.</param>
public sealed record Crumb(string Text, string? Href);
