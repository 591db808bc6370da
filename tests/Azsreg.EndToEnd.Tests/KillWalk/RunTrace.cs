namespace Azsreg.EndToEnd.Tests;

/// <summary>What a run that nobody disturbed did: the points at which another can be killed.</summary>
/// <param name="Requests">What changed something, by name and in order.</param>
/// <param name="JournalEvents">The event of each line of the journal.</param>
internal sealed record RunTrace(IReadOnlyList<string> Requests, IReadOnlyList<string> JournalEvents);
