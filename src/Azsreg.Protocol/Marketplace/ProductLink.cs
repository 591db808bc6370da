namespace Azsreg.Protocol;

/// <summary>A link for a person.</summary>
/// <param name="DisplayName">Its text.</param>
/// <param name="Uri">Its address.</param>
public sealed record ProductLink(string DisplayName, string Uri);
