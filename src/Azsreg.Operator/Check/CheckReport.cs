namespace Azsreg.Operator.Check;

/// <summary>Everything that was checked, in the order a registration needs it.</summary>
/// <param name="Stamp">The stamp, as it is called here; null where none was named or entered.</param>
/// <param name="Environment">The Azure.</param>
/// <param name="Rows">What each check saw.</param>
public sealed record CheckReport(string? Stamp, string Environment, IReadOnlyList<CheckRow> Rows)
{
    /// <summary>The worst of all rows.</summary>
    public CheckState State => Rows.Count == 0 ? CheckState.NotChecked : Rows.Max(row => row.State);

    /// <summary>0 where nothing failed; else the exit code of the first failure, which is the one the later ones follow from.</summary>
    public int ExitCode => Rows.FirstOrDefault(row => row.State == CheckState.Failed) is { } failed ? (int)failed.Kind : 0;
}
