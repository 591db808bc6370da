namespace Azsreg.Protocol;

/// <summary>The body of <c>uploadProductLog</c>: what a stamp did with a product.</summary>
/// <param name="Operation">Such as <c>Download</c>.</param>
/// <param name="Status">Such as <c>Succeeded</c> or <c>Failed</c>.</param>
/// <param name="Error">What went wrong, where something did.</param>
/// <param name="Details">More on it.</param>
public sealed record MarketplaceProductLogUpdate(string? Operation = null, string? Status = null, string? Error = null, string? Details = null);
