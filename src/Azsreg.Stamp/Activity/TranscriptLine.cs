namespace Azsreg.Stamp.Activity;

/// <summary>A line of a transcript.</summary>
/// <param name="At">When; null in a line that is not as they are written, say of a file that was damaged.</param>
/// <param name="User">Who.</param>
/// <param name="Kind">What it is about: <c>Command</c>, <c>Output</c> and the others; empty where it cannot be told.</param>
/// <param name="Text">What was written; secrets were masked when it was.</param>
/// <param name="End">The byte after it in the file.</param>
internal sealed record TranscriptLine(DateTimeOffset? At, string User, string Kind, string Text, long End);
