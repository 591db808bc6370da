namespace Azsreg.Operator.Support;

/// <summary>A text made for a support archive.</summary>
/// <param name="Name">Its path in the archive, with slashes.</param>
/// <param name="About">What it is, in a few words.</param>
/// <param name="Text">The text.</param>
public sealed record SupportPart(string Name, string About, string Text);
