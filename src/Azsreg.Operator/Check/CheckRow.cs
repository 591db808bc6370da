using Azsreg.Protocol;

namespace Azsreg.Operator.Check;

/// <summary>What one check saw.</summary>
/// <param name="Name">What was looked at.</param>
/// <param name="State">How it came out.</param>
/// <param name="Seen">What was seen, or why it could not be looked at.</param>
/// <param name="Fix">What to do about it; null where there is nothing to do.</param>
/// <param name="Code">The catalogue's code of a failure; null for anything else.</param>
public sealed record CheckRow(string Name, CheckState State, string Seen, string? Fix = null, string? Code = null)
{
    /// <summary>The sort of a failure, which decides the exit code.</summary>
    internal FailureKind Kind { get; init; } = FailureKind.Failed;

    internal static CheckRow Ok(string name, string seen) => new(name, CheckState.Ok, seen);

    internal static CheckRow NotChecked(string name, string why, string? fix = null) => new(name, CheckState.NotChecked, why, fix);

    internal static CheckRow Warning(string name, string seen, string fix) => new(name, CheckState.Warning, seen, fix);

    internal static CheckRow Failed(string name, ErrorEntry entry, string seen, string? fix = null) =>
        new(name, CheckState.Failed, seen, fix ?? entry.Fix, entry.Code) { Kind = entry.Kind };

    internal static CheckRow Failed(string name, CataloguedException failure) => Failed(
        name, failure.Entry, $"{failure.Entry.What}: {failure.Detail.TrimEnd('.')}",
        failure.NextCommands.Count == 0 ? failure.Entry.Fix : $"{failure.Entry.Fix} {string.Join(" · ", failure.NextCommands)}");
}
