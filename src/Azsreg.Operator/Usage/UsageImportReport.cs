using Azsreg.Protocol;

namespace Azsreg.Operator.Usage;

/// <summary>What became of an import.</summary>
/// <param name="Lines">How many lines the file has.</param>
/// <param name="Accepted">How many the stamp keeps now.</param>
/// <param name="Repeated">How many it had already.</param>
/// <param name="Rounded">How many amounts were rounded to a billionth.</param>
/// <param name="Days">How many lines are of a whole day; their amounts stand in its first hour.</param>
/// <param name="Refused">The rest, by name.</param>
public sealed record UsageImportReport(int Lines, int Accepted, int Repeated, int Rounded, int Days, IReadOnlyList<UsageRefusal> Refused);
