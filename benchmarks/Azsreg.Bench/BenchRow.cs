using System.Text.Json;

namespace Azsreg.Bench;

/// <summary>One measured value.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Value">How much.</param>
/// <param name="Unit">Of what.</param>
internal sealed record BenchRow(string Name, double Value, string Unit)
{
    /// <summary>The least that the same could take by the plainest means, in the same run: what is left of it is the machine's.</summary>
    public double? Baseline { get; init; }

    /// <summary>The bound of <see cref="Value"/>; null where it is told only.</summary>
    public double? Budget { get; init; }

    /// <summary>True where the budget is the least, not the most.</summary>
    public bool IsLeast { get; init; }

    /// <summary>How good against the baseline; higher is better.</summary>
    public double? Ratio => Baseline is not { } baseline ? null : IsLeast ? Value / baseline : baseline / Value;

    public bool IsOk => Budget is not { } budget || (IsLeast ? Value >= budget : Value <= budget);

    public string ToJson(string bench) => JsonSerializer.Serialize(new
    {
        bench,
        name = Name,
        value = Math.Round(Value, 2),
        unit = Unit,
        baseline = Rounded(Baseline),
        ratio = Rounded(Ratio),
        budget = Budget,
        ok = IsOk,
    });

    private static double? Rounded(double? value) => value is { } number ? Math.Round(number, 2) : null;
}
