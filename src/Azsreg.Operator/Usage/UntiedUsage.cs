namespace Azsreg.Operator.Usage;

/// <summary>Usage of commerce that names no subscription of a stamp, so that it can be compared with nothing here.</summary>
/// <param name="MeterId">The meter.</param>
/// <param name="MeterName">Its name.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Quantity">How much.</param>
public sealed record UntiedUsage(string MeterId, string? MeterName, string? Unit, decimal Quantity);
