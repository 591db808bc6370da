namespace Azsreg.Cloud.Commerce;

/// <summary>Details that a stamp reports for the first time.</summary>
/// <param name="Number">Their number.</param>
/// <param name="Key">What they are found by.</param>
/// <param name="Details">They.</param>
internal sealed record NewUsageDetails(long Number, UInt128 Key, UsageDetails Details);
