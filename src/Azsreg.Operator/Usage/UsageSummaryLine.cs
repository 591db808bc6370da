using Azsreg.AzureClient;

namespace Azsreg.Operator.Usage;

/// <summary>A line of a usage summary as a report.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Report">The report.</param>
/// <param name="IsRounded">True where the amount had more than nine digits after the point.</param>
/// <param name="IsDay">True where the line is of a whole day; the report stands in its first hour.</param>
public sealed record UsageSummaryLine(int Line, StampUsageReport Report, bool IsRounded, bool IsDay);
