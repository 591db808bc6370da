namespace Azsreg.Portal.Kit;

/// <summary>How a chart is drawn.</summary>
public enum ChartKind
{
    /// <summary>Bars beside each other.</summary>
    Bar,

    /// <summary>Bars on top of each other, where the sum says something.</summary>
    Stacked,

    /// <summary>Lines.</summary>
    Line,
}
