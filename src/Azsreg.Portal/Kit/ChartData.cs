namespace Azsreg.Portal.Kit;

/// <summary>What a chart shows.</summary>
/// <param name="Kind">How it is drawn.</param>
/// <param name="Unit">What the numbers are.</param>
/// <param name="Categories">The labels of the axis.</param>
/// <param name="Series">The series; as many values each as there are categories.</param>
public sealed record ChartData(ChartKind Kind, string Unit, IReadOnlyList<string> Categories, IReadOnlyList<ChartSeries> Series);
