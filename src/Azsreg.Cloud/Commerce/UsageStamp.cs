namespace Azsreg.Cloud.Commerce;

/// <summary>A stamp as commerce numbers it, read with its row locked.</summary>
/// <param name="Number">The short number its rows start with.</param>
/// <param name="Sources">The last number given to a source.</param>
/// <param name="Details">The last number given to details.</param>
/// <param name="Chain">The hash chain over all of them.</param>
internal sealed record UsageStamp(long Number, long Sources, long Details, long Chain);
