namespace Azsreg.Protocol;

/// <summary>A part of an alert's text: <c>Text</c>, <c>NewLine</c>, <c>LinkBegin</c> or <c>LinkEnd</c>.</summary>
/// <param name="Type">Which part.</param>
/// <param name="Text">The words of a <c>Text</c>.</param>
/// <param name="LinkType">The sort of a link, <c>Uri</c>.</param>
/// <param name="Uri">Where a link goes.</param>
public sealed record AlertText(string Type, string? Text = null, string? LinkType = null, string? Uri = null);
