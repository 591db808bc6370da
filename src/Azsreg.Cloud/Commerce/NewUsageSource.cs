namespace Azsreg.Cloud.Commerce;

/// <summary>A resource with one of its meters that a stamp reports for the first time.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Key">What it is found by.</param>
/// <param name="Resource">As it was first written.</param>
/// <param name="MeterKey">The meter.</param>
internal sealed record NewUsageSource(long Number, UInt128 Key, string Resource, string MeterKey);
