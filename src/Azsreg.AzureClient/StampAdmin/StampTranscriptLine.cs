namespace Azsreg.AzureClient;

/// <summary>A line of a transcript; secrets were masked when it was written.</summary>
/// <param name="At">When; null in a line that cannot be told apart.</param>
/// <param name="User">Who.</param>
/// <param name="Kind"><c>SessionOpened</c>, <c>Command</c>, <c>Output</c>, <c>Error</c>, <c>CommandEnded</c> or <c>SessionClosed</c>.</param>
/// <param name="Text">What was written.</param>
public sealed record StampTranscriptLine(DateTimeOffset? At, string User, string Kind, string Text);
