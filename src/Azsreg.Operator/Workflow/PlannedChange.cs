namespace Azsreg.Operator.Workflow;

/// <summary>One line of a plan: a thing, what it is now and what it would be.</summary>
/// <param name="Kind">Stays, comes, changes or goes.</param>
/// <param name="Subject">The thing, as a person names it: <c>resource group azurestack</c>.</param>
/// <param name="Old">What is there now; null when nothing is, or when there is nothing to say about it.</param>
/// <param name="New">What would be there; null when the thing would be gone.</param>
public sealed record PlannedChange(ChangeKind Kind, string Subject, string? Old, string? New)
{
    /// <summary>The sign a plan puts before the line: <c>=</c>, <c>+</c>, <c>~</c> or <c>-</c>.</summary>
    public char Sign => Kind switch
    {
        ChangeKind.Add => '+',
        ChangeKind.Change => '~',
        ChangeKind.Remove => '-',
        _ => '=',
    };

    /// <summary>The right-hand side of the line: the value, or <c>old → new</c> where both are there and differ.</summary>
    public string Text => Kind switch
    {
        ChangeKind.Change when Old is not null && New is not null => $"{Old} → {New}",
        ChangeKind.Remove => Old ?? string.Empty,
        _ => New ?? Old ?? string.Empty,
    };

    /// <summary>A thing that is there already.</summary>
    public static PlannedChange Same(string subject, string? value) => new(ChangeKind.Same, subject, value, value);

    /// <summary>A thing that would be made.</summary>
    public static PlannedChange Add(string subject, string? value) => new(ChangeKind.Add, subject, null, value);

    /// <summary>A thing that would change from one value to another.</summary>
    public static PlannedChange Change(string subject, string? old, string? value) => new(ChangeKind.Change, subject, old, value);

    /// <summary>A thing that would be gone.</summary>
    public static PlannedChange Remove(string subject, string? value) => new(ChangeKind.Remove, subject, value, null);
}
