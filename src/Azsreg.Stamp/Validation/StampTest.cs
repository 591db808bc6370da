namespace Azsreg.Stamp.Validation;

/// <summary>One test of the stamp. It reads and asks, and changes nothing.</summary>
/// <param name="Name">Its name for <c>-Include</c> and <c>-Ignore</c>.</param>
/// <param name="Group">The group it belongs to.</param>
/// <param name="Description">What it looks at.</param>
/// <param name="RunAsync">Looks.</param>
internal sealed record StampTest(string Name, string Group, string Description, Func<CancellationToken, Task<TestOutcome>> RunAsync);
