namespace Azsreg.Portal.Kit;

/// <summary>One series of a chart.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="ColourIndex">Which of the eight colours; <see cref="ChartColour.Of"/> gives the same to the same thing everywhere.</param>
/// <param name="Values">A value for each category; null where there is none.</param>
public sealed record ChartSeries(string Name, int ColourIndex, IReadOnlyList<decimal?> Values);
