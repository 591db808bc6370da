using Azsreg.AzureClient;
using Azsreg.Portal.Usage;

namespace Azsreg.Portal.Dashboard;

/// <summary>Usage of the latest days.</summary>
/// <param name="Status">Where reporting stands.</param>
/// <param name="Figures">What was used.</param>
public sealed record UsageDays(StampUsageStatus Status, UsageFigures Figures);
