namespace Azsreg.Portal.Commerce;

/// <summary>The use of a meter under a billing model.</summary>
/// <param name="Name">The meter's name.</param>
/// <param name="Key">The meter.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="BillingModel">The billing model at the time of use.</param>
/// <param name="Quantity">How much.</param>
/// <param name="Price">The price of a unit; null where it has none.</param>
/// <param name="Cost">What it costs.</param>
public sealed record CommerceMeter(string Name, string Key, string? Unit, string BillingModel, decimal Quantity, decimal? Price, decimal Cost);
