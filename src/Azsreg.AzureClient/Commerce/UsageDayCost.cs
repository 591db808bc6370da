namespace Azsreg.AzureClient;

/// <summary>What a stamp's use of a meter on a day costs; told by this system's Azure side only.</summary>
/// <param name="UsageDay">The day of use, UTC, as <c>yyyy-MM-dd</c>.</param>
/// <param name="CloudId">The stamp.</param>
/// <param name="MeterId">The meter.</param>
/// <param name="MeterName">Its name.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="BillingModel">The billing model at the time of use.</param>
/// <param name="Quantity">How much.</param>
/// <param name="Cost">In the rate card's currency; nothing but for pay-as-you-use.</param>
public sealed record UsageDayCost(
    string UsageDay, string CloudId, string MeterId, string? MeterName, string? Unit, string BillingModel, decimal Quantity, decimal Cost);
