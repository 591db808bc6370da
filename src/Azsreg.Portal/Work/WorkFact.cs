namespace Azsreg.Portal.Work;

/// <summary>Something a run came to, shown with a copy button.</summary>
/// <param name="Label">What it is.</param>
/// <param name="Value">The value.</param>
public sealed record WorkFact(string Label, string Value);
