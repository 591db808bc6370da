using Azsreg.AzureClient;
using Azsreg.Portal.Kit;

namespace Azsreg.Portal.Dashboard;

/// <summary>Usage of the latest days.</summary>
/// <param name="Status">Where reporting stands.</param>
/// <param name="Chart">Records by day.</param>
/// <param name="Records">All of them.</param>
public sealed record UsageDays(StampUsageStatus Status, ChartData Chart, long Records);
