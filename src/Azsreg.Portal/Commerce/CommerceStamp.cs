namespace Azsreg.Portal.Commerce;

/// <summary>A stamp whose usage is billed to a subscription.</summary>
/// <param name="CloudId">The stamp.</param>
/// <param name="Name">Its registration here; null where that is in another subscription, or gone.</param>
/// <param name="ResourceGroup">The registration's resource group.</param>
/// <param name="BillingModel">The registration's billing model now.</param>
/// <param name="LastDay">The last day of use within the range, as <c>yyyy-MM-dd</c>; null where there was none.</param>
/// <param name="Cost">What its usage costs.</param>
public sealed record CommerceStamp(string CloudId, string? Name, string? ResourceGroup, string? BillingModel, string? LastDay, decimal Cost);
