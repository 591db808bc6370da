namespace Azsreg.Portal.Work;

/// <summary>Where to go on after a run.</summary>
/// <param name="Text">What it leads to.</param>
/// <param name="Href">A path of this portal.</param>
public sealed record WorkLink(string Text, string Href);
