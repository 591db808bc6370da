namespace Azsreg.EndToEnd.Tests;

/// <summary>What a run that nobody disturbed did: the points at which another can be killed.</summary>
internal sealed record RunTrace(IReadOnlyList<string> Requests, int JournalLines);
